"""What Airflow cannot do about how runs of a flow start."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.backends.airflow.assets import asset_name
from compiler.backends.airflow.capabilities import RESET, TARGET
from compiler.backends.airflow.check_sensors import sensor_problems
from compiler.backends.airflow.limits import MAX_ASSET_NAME
from compiler.backends.events import awaited_events
from compiler.backends.starts_check import (
    cron_problems,
    mapping_problems,
    never_set,
    reset_problems,
    upstream_problems,
)
from compiler.diagnostics.catalogue.airflow import InvalidForAirflow
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.ir.flow import Flow
from compiler.settings import Settings

_ASSET = f"it has {MAX_ASSET_NAME} characters at the most, and others than ASCII count for several"


def start_problems(flow: Flow, settings: Settings, whole: bool) -> Iterator[Diagnostic]:
    """Schedules, sensors and events; a flow that is not whole may lack a wrong parameter."""
    if flow.schedule is not None:
        yield from cron_problems(flow.schedule.cron, flow.schedule.span, TARGET)
        if whole:
            yield from never_set(flow, (), flow.schedule.span, "`@schedule`")
    yield from sensor_problems(flow)
    if flow.triggers:
        yield from reset_problems(flow, RESET, TARGET)
        awaited = awaited_events(flow, settings)
        for event in awaited:
            if len(asset_name(event.name)) > MAX_ASSET_NAME:
                what, text = "the name of an event", f"{event.name[:40]}..."
                yield InvalidForAirflow(span=event.span, what=what, text=text, rule=_ASSET)
        if whole:
            yield from upstream_problems(flow, settings)
            yield from mapping_problems(flow, awaited)
