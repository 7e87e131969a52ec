from __future__ import annotations

import re

from compiler.backends.stepfunctions.identity import identify
from compiler.backends.stepfunctions.schedule import schedule
from compiler.ir.trigger import Cron, Schedule
from tests.backends.flows import LINE, SPAN, make_flow
from tests.backends.stepfunctions.documents import SETTINGS

WEEKDAYS = Cron(minute="30", hour="6", day_of_month="*", month="*", day_of_week="1-5")


def test_a_schedule_has_its_own_time_zone() -> None:
    identity = identify(make_flow(LINE), SETTINGS)
    made = schedule(Schedule(cron=WEEKDAYS, timezone="Europe/Paris", span=SPAN), identity)
    assert made["ScheduleExpression"] == "cron(30 6 ? * 2-6 *)"
    assert made["ScheduleExpressionTimezone"] == "Europe/Paris"
    assert (
        schedule(Schedule(cron=WEEKDAYS, span=SPAN), identity)["ScheduleExpressionTimezone"]
        == "UTC"
    )


def test_the_names_of_schedules_fit() -> None:
    identity = identify(make_flow(LINE, name="Flow" * 18), SETTINGS)
    name = schedule(Schedule(cron=WEEKDAYS, span=SPAN), identity)["Name"]
    assert re.fullmatch(r"[0-9a-zA-Z\-_.]{1,64}", str(name))
    assert len(identity.name) == 72
