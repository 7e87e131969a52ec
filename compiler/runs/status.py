"""How a run stands."""

from __future__ import annotations

import os
import socket
import time
from dataclasses import dataclass

from runtime_shim.damage import DamagedRecord
from runtime_shim.history import History
from runtime_shim.manifest import Manifest
from runtime_shim.run_record import RunRecord

RUNNING = "running"
SUCCEEDED = "succeeded"
FAILED = "failed"
INTERRUPTED = "interrupted"
DIED = "died"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class RunStatus:
    """How a run stands, and since when it is over."""

    word: str
    """`running`, `succeeded`, `failed`, `interrupted`; `died` where its scheduler was killed;
    `unknown` where another scheduler runs it and it has not come to its end."""
    finished: float | None = None
    """Seconds since the epoch; None as long as it is not, or where nobody knows."""
    reason: str | None = None
    """Why it did not succeed, where its scheduler said so."""


def run_status(history: History, record: RunRecord) -> RunStatus:
    """How a run stands: by what its scheduler wrote, or else whether that is still there.

    Unknown where what was written is damaged: whoever lists runs lists it with the others.
    """
    try:
        return _status(history, record)
    except DamagedRecord:
        return RunStatus(UNKNOWN)


def _status(history: History, record: RunRecord) -> RunStatus:
    # Asked first: a scheduler that is gone afterwards has written how the run ended.
    alive = _is_alive(record)
    end = history.end()
    if end is not None:
        return RunStatus(end.status, end.finished, end.reason)
    if alive is None:
        last = end_of_flow(history)
        return RunStatus(UNKNOWN) if last is None else RunStatus(SUCCEEDED, last.finished)
    return RunStatus(RUNNING if alive else DIED)


def seconds_of(record: RunRecord, status: RunStatus) -> float | None:
    """How long a run took, or has been running; None where nobody knows."""
    if status.finished is not None:
        return round(status.finished - record.created, 3)
    return round(time.time() - record.created, 3) if status.word == RUNNING else None


def end_of_flow(history: History) -> Manifest | None:
    """What the task left that leads nowhere; None as long as it has not committed."""
    for step in history.steps():
        for task in history.tasks(step)[:1]:
            newest = history.newest(task)
            if newest is not None and not newest.next.targets:
                return newest
    return None


def _is_alive(record: RunRecord) -> bool | None:
    """Whether the scheduler's process is; None where that is on another machine."""
    if record.process is None or record.host not in (None, socket.gethostname()):
        return None
    try:
        os.kill(record.process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
