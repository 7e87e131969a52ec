"""How a part of an execution fails, and what is written into its history."""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.parser.api import HistoryEventType
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)


def failure(
    env: Any, error: str, cause: str, event: HistoryEventType = HistoryEventType.TaskFailed
) -> FailureEventException:
    """What to raise, for retriers and catchers to see."""
    details: Any = {"taskFailedEventDetails": {"error": error, "cause": cause}}
    return FailureEventException(FailureEvent(env, ErrorName(error), event, details))


def write(env: Any, event: HistoryEventType, kind: str, **details: Any) -> None:
    """Adds an event to the history; `kind` is the name of its details there."""
    env.event_manager.add_event(
        context=env.event_history_context,
        event_type=event,
        event_details={f"{kind}EventDetails": details},
    )
