"""What EventBridge cannot do about how runs of a flow start."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.backends.events import awaited_events, decorator_of
from compiler.backends.starts_check import mapping_problems, never_set, upstream_problems
from compiler.backends.stepfunctions.capabilities import RESET
from compiler.diagnostics.catalogue.stepfunctions import ScheduleOnEitherDay, SeveralEvents
from compiler.diagnostics.catalogue.targets import IgnoredArgument
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.ir.flow import Flow
from compiler.quantities.cron_text import to_aws
from compiler.quantities.errors import Inexpressible
from compiler.settings import Settings


def start_problems(flow: Flow, settings: Settings, whole: bool) -> Iterator[Diagnostic]:
    """Schedules and events; a flow that is not whole may lack a parameter that was wrong."""
    if flow.schedule is not None:
        try:
            to_aws(flow.schedule.cron)
        except Inexpressible as problem:
            yield ScheduleOnEitherDay(span=flow.schedule.span, reason=problem.reason)
        if whole:
            yield from never_set(flow, (), flow.schedule.span, "`@schedule`")
    if flow.triggers and whole:
        awaited = awaited_events(flow, settings)
        if len(awaited) > 1:
            yield SeveralEvents(span=awaited[1].span, count=len(awaited))
        else:
            yield from _reset(flow)
        yield from upstream_problems(flow, settings)
        yield from mapping_problems(flow, awaited)


def _reset(flow: Flow) -> Iterator[Diagnostic]:
    for trigger in flow.triggers:
        if trigger.reset_at is not None:
            yield IgnoredArgument(
                span=trigger.span,
                target="EventBridge",
                decorator=decorator_of(trigger),
                argument="options",
                reason=RESET.reason,
                instead=RESET.instead,
            )
