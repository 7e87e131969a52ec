"""What EventBridge cannot do about how runs of a flow start."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.backends.events import awaited_events
from compiler.backends.starts_check import (
    mapping_problems,
    never_set,
    reset_problems,
    sensor_problems,
    upstream_problems,
)
from compiler.backends.stepfunctions.capabilities import RESET
from compiler.diagnostics.catalogue.stepfunctions import ScheduleOnEitherDay, SeveralEvents
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
    yield from sensor_problems(flow, "Step Functions")
    if flow.triggers and whole:
        awaited = awaited_events(flow, settings)
        if len(awaited) > 1:
            yield SeveralEvents(span=awaited[1].span, count=len(awaited))
        else:
            yield from reset_problems(flow, RESET, "EventBridge")
        yield from upstream_problems(flow, settings)
        yield from mapping_problems(flow, awaited)
