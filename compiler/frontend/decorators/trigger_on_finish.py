"""`@trigger_on_finish`."""

from __future__ import annotations

import re

from compiler.diagnostics.catalogue.decorators import FlowReference, MissingEntry
from compiler.frontend.decorators.given import Argument, Decorator, Given
from compiler.frontend.decorators.kinds import TEXT, Kind, each, record
from compiler.frontend.decorators.place import Place, shorten
from compiler.frontend.decorators.trigger import (
    OPTIONS,
    one_or_many,
    refuse_callable,
    report_repeated,
)
from compiler.ir.trigger import FinishTrigger, UpstreamFlow

_FLOW = r"[A-Za-z0-9_]+"
_ENTRIES = record(name=TEXT, project=TEXT, project_branch=TEXT)


def _flow(value: object, place: Place) -> UpstreamFlow:
    refuse_callable(value, place)
    if isinstance(value, dict):
        return _from_dict(value, place)
    if not isinstance(value, str):
        raise place.wrong_kind("a text or a dict", value)
    project, branch, flow = _split(value)
    if not re.fullmatch(_FLOW, flow) or project == "" or branch == "":
        raise place.wrong(FlowReference, value=shorten(value))
    return UpstreamFlow(flow=flow, project=project, branch=branch, span=place.span)


def _split(name: str) -> tuple[str | None, str | None, str]:
    """`project.branch.Flow`, where the branch may have dots of its own, or just `Flow`."""
    project, dot, rest = name.partition(".")
    if not dot:
        return None, None, name
    branch, _, flow = rest.rpartition(".")
    return project, branch, flow


def _from_dict(value: dict[object, object], place: Place) -> UpstreamFlow:
    fields = _ENTRIES.convert(value, place)
    if "name" not in fields:
        raise place.wrong(MissingEntry, key="name")
    name = fields["name"]
    if not re.fullmatch(_FLOW, name):
        raise place.value("name").wrong(FlowReference, value=shorten(name))
    return UpstreamFlow(
        flow=name,
        project=fields.get("project"),
        branch=fields.get("project_branch"),
        span=place.span,
    )


def _flows(value: object, place: Place) -> tuple[UpstreamFlow, ...]:
    refuse_callable(value, place)
    if not isinstance(value, list | tuple):
        raise place.wrong_kind("a list", value, "for a single flow write `flow=`")
    flows = each((_flow, v, place.item(i)) for i, v in enumerate(value))
    names = [".".join(filter(None, (f.project, f.branch, f.flow))) for f in flows]
    report_repeated(names, place)
    return tuple(flows)


TRIGGER_ON_FINISH = Decorator(
    "trigger_on_finish",
    "flow",
    (
        Argument("flow", Kind("flow", _flow), example='"LoadFlow"'),
        Argument("flows", Kind("list", _flows), optional=False),
        OPTIONS,
    ),
)


def read_trigger_on_finish(given: Given) -> FinishTrigger | None:
    """The node of one `@trigger_on_finish`; None, with a diagnostic, where it names no flow."""
    flows = one_or_many(given, "flow", "flows")
    if not flows:
        return None
    return FinishTrigger(flows=flows, reset_at=given.get("options"), span=given.span)
