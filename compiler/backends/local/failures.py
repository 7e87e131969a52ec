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
) -> Failure:
    """What ended an attempt, which is recorded: what the task left of that goes first."""
    task, number = attempt.task, attempt.number
    for left in history.failures(task):
        if left.attempt == number and left.error is not None:
            return left.error
    ended = Failure(kind, reason, "")
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
            error=ended,
        )
    )
    return ended
