"""The schedule in EventBridge Scheduler."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from compiler.backends.deployer import Change, DeployError
from compiler.backends.short_names import plain_name
from compiler.backends.stepfunctions.deploy.cloud import Cloud
from compiler.backends.stepfunctions.deploy.matching import has_all
from compiler.backends.stepfunctions.naming import MAX_SCHEDULE_NAME

KIND = "schedule"
_NOT_THERE = ("ResourceNotFoundException",)


def schedule_change(request: Mapping[str, Any], alias: str, cloud: Cloud) -> Change:
    """What it takes to have this schedule."""
    existing = _existing(request["Name"], cloud)
    if existing is not None and existing["Target"]["Arn"] != alias:
        raise DeployError(
            f"There is a schedule {request['Name']} which starts {existing['Target']['Arn']}, and "
            "which is therefore left alone: choose another name by `stepfunctions.name`."
        )
    if existing is not None and has_all(existing, request):
        return Change("unchanged", KIND, request["Name"])
    action, operation = ("update", "update_schedule") if existing else ("create", "create_schedule")

    def apply() -> None:
        cloud.call("scheduler", operation, **request)

    return Change("update" if action == "update" else "create", KIND, request["Name"], apply)


def schedule_removal(deployment: str, alias: str, cloud: Cloud) -> Iterator[Change]:
    """Deletes the schedule that starts the deployment, where there is one."""
    name = plain_name(deployment, MAX_SCHEDULE_NAME)
    existing = _existing(name, cloud)
    if existing is not None and existing["Target"]["Arn"] == alias:

        def apply() -> None:
            cloud.find("scheduler", "delete_schedule", _NOT_THERE, Name=name)

        yield Change("delete", KIND, name, apply)


def _existing(name: str, cloud: Cloud) -> dict[str, Any] | None:
    return cloud.find("scheduler", "get_schedule", _NOT_THERE, Name=name)
