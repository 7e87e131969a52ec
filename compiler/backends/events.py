"""The events that start a flow, in one form for `@trigger` and `@trigger_on_finish`."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.diagnostics.span import Span
from compiler.ir.flow import Flow
from compiler.ir.trigger import EventTrigger, FinishTrigger, ResetAt, UpstreamFlow
from compiler.package.project import project_of
from compiler.settings import Settings
from runtime_shim.contract import end_event


@dataclass(frozen=True, slots=True)
class Awaited:
    """One event, by the name it is posted under."""

    name: str
    fields: dict[str, str]
    """From a parameter to the field of the payload that sets it."""
    span: Span


def awaited_events(flow: Flow, settings: Settings) -> list[Awaited]:
    """All of which must come before the flow starts.

    A single event of `@trigger` that maps nothing sets every parameter from the field of
    the same name, as Metaflow has it.
    """
    found: list[Awaited] = []
    for trigger in flow.triggers:
        if isinstance(trigger, EventTrigger):
            found += [Awaited(e.name, _fields(e.parameters, flow), e.span) for e in trigger.events]
        else:
            found += [
                Awaited(finish_event(upstream, flow, settings), {}, upstream.span)
                for upstream in trigger.flows
            ]
    alone = len(found) == 1 and isinstance(flow.triggers[0], EventTrigger)
    if alone and not found[0].fields:
        fields = {parameter.name: parameter.name for parameter in flow.parameters}
        return [Awaited(found[0].name, fields, found[0].span)]
    return found


def _fields(parameters: dict[str, str], flow: Flow) -> dict[str, str]:
    """By the parameters' own names: in a trigger, as in Metaflow, case makes no difference."""
    own = {parameter.name.lower(): parameter.name for parameter in flow.inputs}
    return {own.get(name.lower(), name): field for name, field in parameters.items()}


def reset(flow: Flow) -> ResetAt | None:
    """When events that came without the others are forgotten."""
    return next((trigger.reset_at for trigger in flow.triggers if trigger.reset_at), None)


def finish_event(upstream: UpstreamFlow, flow: Flow, settings: Settings) -> str:
    """The event that an upstream flow posts at its end."""
    project, branch = upstream_project(upstream, flow, settings)
    return end_event(project, branch, upstream.flow)


def upstream_project(
    upstream: UpstreamFlow, flow: Flow, settings: Settings
) -> tuple[str | None, str | None]:
    """The project and branch of an upstream flow: this flow's own where it names none."""
    project = project_of(flow, settings)
    own_project, own_branch = (*(project.parts if project else ()), None, None)[:2]
    return upstream.project or own_project, upstream.branch or own_branch


def decorator_of(trigger: EventTrigger | FinishTrigger) -> str:
    """The name of the decorator that a trigger was written as."""
    return "trigger" if isinstance(trigger, EventTrigger) else "trigger_on_finish"
