"""Who is told what happens during a local run, as it happens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from runtime_shim.log_lines import LogLine
from runtime_shim.manifest import Manifest, TaskId
from runtime_shim.run_record import RunEnd, RunRecord


@dataclass(frozen=True)
class AttemptId:
    """One attempt of a task."""

    task: TaskId
    number: int


class Listener:
    """Every method is called by the scheduler's one thread, and does nothing here.

    A run is `run_started`, then the tasks, then `run_ended`, then the exit hooks. A task is
    `reused`, or for each of its attempts `task_started`, any number of `line`, and one of
    `task_ended`, `task_failed` and `task_stopped`; `retrying` follows where another attempt does.

    One that prints raises `OSError` where it cannot: nobody would know of what comes after.
    """

    def run_started(self, record: RunRecord) -> None:
        """The record is in the store, with the id that the run really has."""

    def reused(self, manifest: Manifest) -> None:
        """A task of the run before was taken over; `manifest.origin` is where it ran."""

    def step_changed(self, step: str) -> None:
        """Tasks of the step finished in the run before, and run again: it leads elsewhere now."""

    def task_started(self, attempt: AttemptId, pid: int) -> None:
        """A process runs the attempt."""

    def line(self, attempt: AttemptId, line: LogLine) -> None:
        """The attempt printed a line; it is in the store by the next `tick`."""

    def task_ended(self, attempt: AttemptId, manifest: Manifest) -> None:
        """The attempt committed. `manifest.next.width` is that of a foreach or gang."""

    def task_failed(self, attempt: AttemptId, reason: str) -> None:
        """The attempt did not commit: the exception that ended it, or else what became of it."""

    def task_stopped(self, attempt: AttemptId) -> None:
        """The attempt was told to end, since the run did or another task of its gang failed."""

    def retrying(self, attempt: AttemptId, wait_seconds: float, fallback: bool) -> None:
        """The attempt starts after a wait.

        A fallback does not run the user's code: it records the failure, for `@catch`.
        """

    def stopping(self, running: Sequence[AttemptId], reason: str) -> None:
        """No more tasks start; those that run are given some seconds, then killed."""

    def tick(self, running: int, queued: int) -> None:
        """After every few events, and several times a second when nothing happens.

        `running` and `queued` count tasks; those that wait for a retry are queued.
        """

    def logs_incomplete(self, reason: str) -> None:
        """Not all that attempts printed could be kept, which changes nothing about the run."""

    def run_ended(self, end: RunEnd) -> None:
        """The record of the end is in the store."""

    def hook_line(self, hook: str, line: LogLine) -> None:
        """An exit hook printed a line."""

    def hook_failed(self, hook: str, reason: str) -> None:
        """An exit hook failed, which changes nothing about the run."""
