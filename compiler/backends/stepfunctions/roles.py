"""The roles of IAM that a deployment has, and the settings that name them."""

from __future__ import annotations

from compiler.settings import Settings

MACHINE_ROLE = "StateMachineRole"
"""The state machine's own, which no placeholder stands for: no document has a place for it."""

ROLE_SETTINGS = {
    MACHINE_ROLE: "stepfunctions.role",
    "JobRole": "batch.job-role",
    "ExecutionRole": "batch.execution-role",
    "SchedulerRole": "stepfunctions.scheduler-role",
    "EventsRole": "stepfunctions.events-role",
}
"""From the placeholder to the setting."""


def given_roles(settings: Settings) -> dict[str, str]:
    """The ARNs that the settings name, by the placeholder."""
    own, batch = settings.stepfunctions, settings.batch
    found = {
        MACHINE_ROLE: own.role,
        "JobRole": batch.job_role,
        "ExecutionRole": batch.execution_role,
        "SchedulerRole": own.scheduler_role,
        "EventsRole": own.events_role,
    }
    return {name: arn for name, arn in found.items() if arn is not None}
