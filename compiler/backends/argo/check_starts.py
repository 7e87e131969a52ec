"""What Argo cannot honour about how runs of a flow start and end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compiler.backends.argo.check_steps import is_template
from compiler.backends.events import Awaited, awaited_events, decorator_of
from compiler.backends.starts_check import (
    cron_problems,
    mapping_problems,
    never_set,
    sensor_problems,
    upstream_problems,
)
from compiler.diagnostics.catalogue.targets import (
    EventSourceMissing,
    InvalidEvent,
    TemplateSyntax,
)
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.ir.flow import Flow
from compiler.settings import Settings

_EVENT = re.compile(r"[A-Za-z0-9_.-]+")
_FIELD = re.compile(r"[A-Za-z0-9_-]+")


def start_problems(flow: Flow, settings: Settings, whole: bool) -> Iterator[Diagnostic]:
    """Schedules, events and exit hooks.

    Unless the flow is whole it may lack a parameter, or a part of a decorator, that was
    wrong: then only what is there can be a problem.
    """
    if flow.schedule is not None:
        yield from cron_problems(flow.schedule.cron, flow.schedule.span, "Argo")
        if whole:
            yield from never_set(flow, set(), flow.schedule.span, "`@schedule`")
    if flow.triggers:
        yield from _source(flow, settings)
        yield from _events(flow, settings, whole)
    yield from sensor_problems(flow, "Argo Workflows")
    for hook in flow.exit_hooks:
        if hook.image is not None and is_template(hook.image):
            yield TemplateSyntax(span=hook.span, what="the image")


def _source(flow: Flow, settings: Settings) -> Iterator[Diagnostic]:
    argo = settings.argo
    wanted = {"event-source": argo.event_source, "event-name": argo.event_name}
    missing = [f"`{name}`" for name, value in wanted.items() if not value]
    for trigger in flow.triggers if missing else ():
        yield EventSourceMissing(
            span=trigger.span, decorator=decorator_of(trigger), missing=" and ".join(missing)
        )


def _events(flow: Flow, settings: Settings, whole: bool) -> Iterator[Diagnostic]:
    for trigger in flow.triggers:
        if trigger.reset_at is not None:
            yield from cron_problems(trigger.reset_at.cron, trigger.span, "Argo")
    if whole:
        yield from upstream_problems(flow, settings)
    awaited = awaited_events(flow, settings)
    for event in awaited:
        yield from _event(event)
    if whole:
        yield from mapping_problems(flow, awaited)


def _event(event: Awaited) -> Iterator[Diagnostic]:
    if not _EVENT.fullmatch(event.name):
        what = "the name of an event"
        yield InvalidEvent(span=event.span, what=what, text=event.name, also=" and `.`")
    for field in event.fields.values():
        if not _FIELD.fullmatch(field):
            what = "a field of an event"
            yield InvalidEvent(span=event.span, what=what, text=field, also="")
