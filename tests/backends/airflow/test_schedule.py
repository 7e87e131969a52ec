from __future__ import annotations

from typing import Any

from compiler.backends.airflow.imports import ASSET, ASSET_OR_TIME, AnyImport, Import
from compiler.backends.airflow.python import printed
from compiler.backends.airflow.schedule import schedule
from compiler.ir.trigger import Cron, Event, EventTrigger, FinishTrigger, Schedule, UpstreamFlow
from compiler.settings import Settings
from tests.backends.flows import SPAN, make_flow

GRAPH = {"start": ("linear", "end"), "end": ("end",)}
WEEKLY = Cron(minute="0", hour="6", day_of_month="*", month="*", day_of_week="1")
TIMETABLE = Import("airflow.timetables.trigger", "CronTriggerTimetable")
TRIGGERS = (
    EventTrigger(events=(Event(name="data", span=SPAN), Event(name="s3:x", span=SPAN)), span=SPAN),
    FinishTrigger(flows=(UpstreamFlow(flow="TrainFlow", span=SPAN),), span=SPAN),
)
ASSETS = '[Asset("data"), Asset("s3%3Ax"), Asset("metaflow.TrainFlow.end")]'


def scheduled(**fields: Any) -> tuple[str, set[AnyImport], tuple[str, ...]]:
    """The argument `schedule`, and what it needs besides the start."""
    part = schedule(make_flow(GRAPH, **fields), Settings())
    dag = dict(part.dag)
    assert printed(dag["catchup"]) == "False"
    assert printed(dag["start_date"]) == "pendulum.datetime(2020, 1, 1)"
    imports = set(part.imports) - {Import("pendulum")}
    return printed(dag["schedule"], column=-1000), imports, part.functions


def test_a_flow_that_nothing_starts() -> None:
    assert scheduled() == ("None", set(), ())


def test_a_schedule_is_a_timetable_in_a_time_zone() -> None:
    text, imports, _ = scheduled(schedule=Schedule(cron=WEEKLY, span=SPAN))
    assert text == 'CronTriggerTimetable("0 6 * * 1", timezone="UTC")'
    assert imports == {TIMETABLE}
    text, _, _ = scheduled(schedule=Schedule(cron=WEEKLY, timezone="Europe/Rome", span=SPAN))
    assert text == 'CronTriggerTimetable("0 6 * * 1", timezone="Europe/Rome")'


def test_events_are_assets_that_must_all_come() -> None:
    assert scheduled(triggers=TRIGGERS) == (ASSETS, {ASSET}, ())
    # Awaited twice it is one.
    assert scheduled(triggers=(*TRIGGERS, TRIGGERS[1]))[0] == ASSETS


def test_a_flow_with_both_runs_at_either() -> None:
    text, imports, functions = scheduled(
        schedule=Schedule(cron=WEEKLY, span=SPAN), triggers=TRIGGERS
    )
    assert text == f'assets_or(CronTriggerTimetable("0 6 * * 1", timezone="UTC"), {ASSETS})'
    assert imports == {TIMETABLE, ASSET, ASSET_OR_TIME}
    assert [function.partition("(")[0] for function in functions] == ["def assets_or"]
