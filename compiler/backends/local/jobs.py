"""What the scheduler has queued, and what it runs."""

from __future__ import annotations

import heapq
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from compiler.backends.local.listener import AttemptId
from compiler.backends.local.walk import Ready
from runtime_shim.manifest import Manifest
from runtime_shim.plan import PlanStep


@dataclass(eq=False)
class Job:
    """Tasks that start together and are tried again together: one, or all members of a gang."""

    step: PlanStep
    tasks: Ready
    attempt: int = 0
    running: set[int] = field(default_factory=set)
    """The processes that have not ended."""
    committed: list[Manifest] = field(default_factory=list)
    failure: str | None = None
    """Which task failed first, and why."""
    retriable: bool = True

    @property
    def is_last(self) -> bool:
        return not self.retriable or self.attempt + 1 >= self.step.attempts

    def again(self) -> Job:
        return Job(self.step, self.tasks, self.attempt + 1)


@dataclass(frozen=True)
class Process:
    """One attempt of one task, as it runs."""

    job: Job
    attempt: AttemptId
    started: float
    """Seconds since the epoch."""


class Timers:
    """Things to do later, by the clock of whoever asks."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()

    def add(self, due: float, action: Callable[[], None]) -> None:
        heapq.heappush(self._heap, (due, next(self._order), action))

    def clear(self) -> None:
        self._heap.clear()

    def run_due(self, now: float) -> None:
        while self._heap and self._heap[0][0] <= now:
            heapq.heappop(self._heap)[2]()

    def until_next(self, now: float) -> float:
        """Seconds, not less than 0; infinite where there is nothing to do."""
        return max(0.0, self._heap[0][0] - now) if self._heap else float("inf")


def reason_of(status: int) -> str:
    """How the process of an attempt ended that neither committed nor left a reason."""
    if status == 0:
        return "its process exited before the step had finished"
    if status > 0:
        return f"its process exited with the code {status}"
    name = _signal_name(-status)
    if name == "SIGKILL":
        return "its process was killed (SIGKILL), as a system does that is short of memory"
    if name in ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE"):
        return f"its process crashed in native code ({name})"
    return f"its process was stopped ({name})"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
