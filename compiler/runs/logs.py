"""What the tasks of a run printed, in the order in which they did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from runtime_shim.history import History
from runtime_shim.log_lines import LogLine, read_log
from runtime_shim.manifest import TaskId
from runtime_shim.store.together import together


@dataclass(frozen=True)
class TaskLine:
    """A line, and which attempt printed it."""

    task: TaskId
    attempt: int
    line: LogLine


@dataclass
class LogReader:
    """Reads the logs of tasks again and again, and gives what is new each time."""

    history: History
    attempt: int | None = None
    """The attempt to read, None for all."""
    last: bool = False
    """Whether to read the last attempt alone."""
    _seen: dict[tuple[TaskId, int], int] = field(default_factory=dict)
    """How many bytes of each log were read."""

    def read(self, tasks: Iterable[TaskId]) -> list[TaskLine]:
        """The lines that came since the last call, by their times."""
        store = self.history.store
        read = together(store, lambda task: list(self._new_of(task)), tasks)
        found = [line for of_task in read for line in of_task]
        # Lines of one log stay in their order: the sort is stable.
        return sorted(found, key=lambda one: one.line.when)

    def _new_of(self, task: TaskId) -> Iterator[TaskLine]:
        history = where_it_ran(self.history, task)
        numbers = history.logged(task)
        if self.attempt is not None:
            numbers = [number for number in numbers if number == self.attempt]
        for number in numbers[-1:] if self.last else numbers:
            for line in self._new_lines(history, task, number):
                yield TaskLine(task, number, line)

    def _new_lines(self, history: History, task: TaskId, number: int) -> Iterator[LogLine]:
        content = history.log(task, number)
        start = self._seen.get((task, number), 0)
        whole = content.rfind(b"\n") + 1
        self._seen[task, number] = max(start, whole)
        return read_log(content[start:whole])


def where_it_ran(history: History, task: TaskId) -> History:
    """The run in which a task did its work: of a reused one the run that it is from.

    Where that run reused it, too, its manifest names the first one.
    """
    newest = history.newest(task)
    if newest is None or newest.origin is None:
        return history
    return History(history.store, history.flow, newest.origin)
