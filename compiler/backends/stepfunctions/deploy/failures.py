"""Why an execution failed, by its history and its cause."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any


def failing_state(events: Sequence[Mapping[str, Any]]) -> tuple[str | None, str | None]:
    """The state that failed last, and the ARN of the map run that it was, if it was one.

    `events` are those of `GetExecutionHistory`, newest first.
    """
    by_id = {event["id"]: event for event in events}
    event = next((one for one in events if _is_failure(one["type"])), None)
    map_run = None
    while event is not None:
        entered = event.get("stateEnteredEventDetails")
        if entered is not None:
            return entered["name"], map_run
        started = event.get("mapRunStartedEventDetails")
        if started is not None:
            map_run = started["mapRunArn"]
        event = by_id.get(event.get("previousEventId"))
    return None, map_run


def cause_of(cause: str) -> tuple[str, str | None]:
    """A cause in words, and the log stream of the job's last attempt.

    For a failed job it is all that Batch knows of the job, as JSON.
    """
    try:
        job = json.loads(cause)
    except ValueError:
        return cause, None
    if not isinstance(job, dict):
        return cause, None
    container = job.get("Container")
    if not isinstance(container, dict):
        container = {}
    reasons = [job.get("StatusReason"), container.get("Reason")]
    if container.get("ExitCode") is not None:
        reasons.append(f"exit code {container['ExitCode']}")
    words = "; ".join(str(reason) for reason in reasons if reason)
    return words or cause, container.get("LogStreamName")


def _is_failure(kind: str) -> bool:
    """Of a state: the execution's own end, or a parent's, is no cause."""
    return kind.endswith(("Failed", "TimedOut", "Aborted")) and not kind.startswith("Execution")
