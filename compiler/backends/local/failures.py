"""Records what a task could not record itself, because it died or was stopped."""

from __future__ import annotations

import time

from compiler.backends.local.listener import AttemptId
from runtime_shim.history import History
from runtime_shim.manifest import Failure, Manifest, Next

DIED = "flowc.TaskDied"
"""Stands where the type of an exception stands otherwise."""


def record_end(
    history: History, attempt: AttemptId, started: float, reason: str, kind: str = DIED
) -> bool:
    """Leaves the record of a failed attempt; false where the task has left a better one."""
    task, number = attempt.task, attempt.number
    if any(failure.attempt == number for failure in history.failures(task)):
        return False
    history.record_failure(
        Manifest(
            flow=history.flow,
            run=history.run,
            task=task,
            attempt=number,
            started=started,
            finished=time.time(),
            artifacts={},
            next=Next(()),
            error=Failure(kind, reason, ""),
        )
    )
    return True
