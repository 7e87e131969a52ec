"""What is wrong, on every scheduler, with how runs of a flow start by themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from compiler.backends.capabilities import Ignored
from compiler.backends.events import Awaited, decorator_of, upstream_project
from compiler.diagnostics.catalogue.airflow import SensorIgnored
from compiler.diagnostics.catalogue.targets import (
    IgnoredArgument,
    IncompleteUpstream,
    ParameterNeverSet,
    ScheduleNotExpressible,
    UnknownEventParameter,
)
from compiler.diagnostics.diagnostic import Diagnostic, did_you_mean
from compiler.diagnostics.span import Span
from compiler.ir.flow import Flow
from compiler.ir.parameter import IncludedFile, Parameter
from compiler.ir.trigger import Cron, FinishTrigger
from compiler.quantities.cron_text import to_standard
from compiler.quantities.errors import Inexpressible
from compiler.settings import Settings


def needs_value(parameter: Parameter | IncludedFile) -> bool:
    """Whether a run cannot start before somebody gives the parameter."""
    return parameter.required and parameter.default is None


def cron_problems(cron: Cron, span: Span, target: str) -> Iterator[Diagnostic]:
    """What a target that reads standard cron cannot say."""
    try:
        to_standard(cron)
    except Inexpressible as problem:
        yield ScheduleNotExpressible(span=span, target=target, reason=problem.reason)


def never_set(flow: Flow, given: Collection[str], span: Span, source: str) -> Iterator[Diagnostic]:
    """Parameters that a run needs and that what starts it does not give."""
    for parameter in flow.inputs:
        if needs_value(parameter) and parameter.name not in given:
            yield ParameterNeverSet(span=span, name=parameter.name, source=source)


def upstream_problems(flow: Flow, settings: Settings) -> Iterator[Diagnostic]:
    """Flows to wait for that have half of a project."""
    for trigger in flow.triggers:
        if not isinstance(trigger, FinishTrigger):
            continue
        for upstream in trigger.flows:
            project, branch = upstream_project(upstream, flow, settings)
            own = upstream.project is None and upstream.branch is None
            if not own and (project is None or branch is None):
                yield IncompleteUpstream(span=upstream.span, flow=upstream.flow)


def mapping_problems(flow: Flow, awaited: list[Awaited]) -> Iterator[Diagnostic]:
    """Which parameters the events set."""
    known = [parameter.name for parameter in flow.inputs]
    seen: set[str] = set()
    for event in awaited:
        for name in event.fields:
            if name not in known:
                problem, suggestion = "is no parameter of the flow", did_you_mean(name, known)
            elif name in seen:
                problem, suggestion = "is set by more than one event", ""
            else:
                seen.add(name)
                continue
            yield UnknownEventParameter(
                span=event.span, name=name, problem=problem, suggestion=suggestion
            )
    yield from never_set(flow, seen, flow.triggers[0].span, "no event")


def reset_problems(flow: Flow, reset: Ignored, target: str) -> Iterator[Diagnostic]:
    """Where a target takes no notice of when events are forgotten, and a trigger tells it."""
    for trigger in flow.triggers:
        if trigger.reset_at is not None:
            yield IgnoredArgument(
                span=trigger.span,
                target=target,
                decorator=decorator_of(trigger),
                argument="options",
                reason=reset.reason,
                instead=reset.instead,
            )


def sensor_problems(flow: Flow, target: str) -> Iterator[Diagnostic]:
    """Sensors of Airflow's, on a target that is not Airflow."""
    for sensor in flow.sensors:
        yield SensorIgnored(span=sensor.span, target=target, decorator=sensor.kind)
