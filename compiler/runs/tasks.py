"""How a task stands: its attempts, and which of them counts."""

from __future__ import annotations

from dataclasses import dataclass

from runtime_shim.history import History
from runtime_shim.manifest import STOPPED as STOPPED_TYPE
from runtime_shim.manifest import Manifest, TaskId

DONE = "done"
REUSED = "reused"
CAUGHT = "caught"
FAILED = "failed"
RUNNING = "running"
STOPPED = "stopped"
PENDING = "pending"


@dataclass(frozen=True)
class Attempt:
    """One attempt of a task."""

    number: int
    state: str
    """`done`, `reused`, `caught`, `failed`, `stopped`; without a manifest one of `running` and
    `stopped`."""
    manifest: Manifest | None = None


@dataclass(frozen=True)
class TaskView:
    """A task, with the attempts that have left anything."""

    task: TaskId
    attempts: tuple[Attempt, ...]
    """By their numbers."""
    state: str
    """Of the attempt that counts; `pending` where a task before led to it and nothing else is
    known: it waits for others, or runs and prints nothing."""

    @property
    def shown(self) -> Manifest | None:
        """The newest attempt that committed; where none did, the last one that failed."""
        known = [one.manifest for one in self.attempts if one.manifest is not None]
        committed = [one for one in known if one.error is None or one.caught]
        return (committed or known)[-1] if known else None

    @property
    def seconds(self) -> float | None:
        """How long the attempt took that counts; None where no work was done here."""
        shown = self.shown
        return None if shown is None or shown.origin else shown.finished - shown.started


def read_task(history: History, task: TaskId, is_running: bool) -> TaskView:
    """How a task of a run stands that is still running, or not any more."""
    attempts = {
        number: Attempt(number, RUNNING if is_running else STOPPED)
        for number in history.logged(task)
    }
    for failure in history.failures(task):
        was_stopped = failure.error is not None and failure.error.type == STOPPED_TYPE
        state = STOPPED if was_stopped else FAILED
        attempts[failure.attempt] = Attempt(failure.attempt, state, failure)
    for number in history.attempts(task):
        manifest = history.attempt(task, number)
        attempts[number] = Attempt(number, _state(manifest), manifest)
    ordered = tuple(attempts[number] for number in sorted(attempts))
    committed = [one.state for one in ordered if one.state in (DONE, REUSED, CAUGHT)]
    states = committed or [one.state for one in ordered] or [PENDING]
    return TaskView(task, ordered, states[-1])


def _state(manifest: Manifest) -> str:
    if manifest.origin is not None:
        return REUSED
    return CAUGHT if manifest.caught else DONE
