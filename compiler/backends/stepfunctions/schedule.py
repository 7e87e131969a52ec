"""`@schedule` as a schedule of EventBridge Scheduler, which knows time zones."""

from __future__ import annotations

from compiler.backends.short_names import plain_name
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.models import Payload
from compiler.backends.stepfunctions.naming import MAX_SCHEDULE_NAME
from compiler.ir.trigger import Schedule
from compiler.quantities.cron_text import to_aws

_DEFAULT_TIMEZONE = "UTC"
"""Metaflow's schedules are in UTC."""


def schedule(trigger: Schedule, identity: Identity) -> Payload:
    """The request that creates it (`CreateSchedule`)."""
    return {
        "Name": plain_name(identity.name, MAX_SCHEDULE_NAME),
        "ScheduleExpression": f"cron({to_aws(trigger.cron)})",
        "ScheduleExpressionTimezone": trigger.timezone or _DEFAULT_TIMEZONE,
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "State": "ENABLED",
        "Target": {"Arn": "${StateMachine}", "RoleArn": "${SchedulerRole}", "Input": "{}"},
    }
