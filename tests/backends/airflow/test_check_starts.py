from __future__ import annotations

from dataclasses import replace
from typing import Any

from compiler.backends.airflow.check_starts import start_problems
from compiler.ir.flow import Flow
from compiler.ir.parameter import Parameter, StaticDefault
from compiler.ir.trigger import (
    Cron,
    Event,
    EventTrigger,
    FinishTrigger,
    ResetAt,
    S3KeySensor,
    Schedule,
    UpstreamFlow,
)
from tests.backends.airflow.checks import SETTINGS, codes, places, problems
from tests.backends.flows import LINE, SPAN, at, make_flow

DAILY: dict[str, Any] = {
    "minute": "0",
    "hour": "0",
    "day_of_month": "*",
    "month": "*",
    "day_of_week": "*",
}
REQUIRED = Parameter(name="alpha", attribute="alpha", required=True, span=SPAN)


def scheduled(parameters: tuple[Parameter, ...] = (), **cron: str) -> Flow:
    schedule = Schedule(cron=Cron(**{**DAILY, **cron}), span=at(5))
    return make_flow(LINE, schedule=schedule, parameters=parameters)


def triggered(*events: Event, parameters: tuple[Parameter, ...] = (), **fields: Any) -> Flow:
    trigger = EventTrigger(events=events, span=at(5), **fields)
    return make_flow(LINE, triggers=(trigger,), parameters=parameters)


def event(name: str = "rows", **parameters: str) -> Event:
    return Event(name=name, parameters=parameters, span=at(6))


def test_schedules_are_those_of_standard_cron() -> None:
    assert codes(scheduled()) == []
    assert codes(scheduled(day_of_month="1", day_of_week="1")) == []
    assert places(scheduled(day_of_month="L")) == [("FC709", at(5))]
    assert places(scheduled(year="2027")) == [("FC709", at(5))]


def test_a_schedule_gives_no_parameters() -> None:
    assert places(scheduled((REQUIRED,))) == [("FC715", at(5))]
    default = StaticDefault(value=1)
    assert codes(scheduled((replace(REQUIRED, default=default),))) == []
    assert codes(scheduled((replace(REQUIRED, required=False),))) == []


def test_events_set_parameters_of_the_flow() -> None:
    assert codes(triggered(event(alpha="a"), parameters=(REQUIRED,))) == []
    assert places(triggered(event(beta="a"))) == [("FC712", at(6))]
    nothing = triggered(event(), event("columns"), parameters=(REQUIRED,))
    assert places(nothing) == [("FC715", at(5))]


def test_a_flow_with_mistakes_lacks_no_parameter() -> None:
    for flow in (scheduled((REQUIRED,)), triggered(event(beta="a"), parameters=(REQUIRED,))):
        assert list(start_problems(flow, SETTINGS, True)) != []
        assert list(start_problems(flow, SETTINGS, False)) == []


def test_there_are_no_events_to_forget() -> None:
    reset = ResetAt(cron=Cron(**DAILY))
    (found,) = problems(triggered(event(), reset_at=reset))
    assert (found.code, found.span) == ("FC721", at(5))
    assert "Airflow" in found.message


def test_the_name_of_an_event_is_that_of_an_asset() -> None:
    assert codes(triggered(event("e" * 1500))) == []
    assert places(triggered(event("e" * 1501))) == [("FC754", at(6))]
    # Each of these is three letters for every byte of its two.
    assert codes(triggered(event("é" * 250))) == []
    (found,) = problems(triggered(event("é" * 251)))
    assert (found.code, found.span) == ("FC754", at(6))
    assert found.message == f"`{'é' * 40}...` is not valid as the name of an event"


def test_half_of_a_project() -> None:
    def after(**fields: Any) -> list[str]:
        upstream = UpstreamFlow(flow="Other", span=at(6), **fields)
        return codes(make_flow(LINE, triggers=(FinishTrigger(flows=(upstream,), span=at(5)),)))

    assert after() == after(project="shop", branch="prod") == []
    assert after(project="shop") == ["FC713"]


def test_a_schedule_and_events_and_sensors_are_all_looked_at() -> None:
    sensor = S3KeySensor(bucket_keys=("key",), span=at(7))
    flow = replace(
        scheduled(year="2027"), triggers=triggered(event(beta="a")).triggers, sensors=(sensor,)
    )
    assert places(flow) == [("FC709", at(5)), ("FC712", at(6)), ("FC754", at(7))]
