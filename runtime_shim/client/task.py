"""A task of a step: its artifacts, what it printed, how it ended."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any, NamedTuple, Optional, Union, cast

from runtime_shim.client.artifact import DataArtifact, MetaflowData
from runtime_shim.client.objects import Container, local_time, running_task
from runtime_shim.exceptions import MetaflowExceptionWrapper
from runtime_shim.history import History
from runtime_shim.log_lines import STDERR, STDOUT, LogLine, read_log
from runtime_shim.manifest import Failure, Manifest, TaskId


class Metadata(NamedTuple):
    """One fact about an attempt."""

    name: str
    value: str
    created_at: float
    """Milliseconds since the epoch."""
    type: str
    task: Task


class Task(Container[DataArtifact], depth=4):
    """A task of a step: `Task("TrainFlow/17/train/3", attempt=0)`.

    The last part is the path of the task, or `-` outside of every foreach and loop. Without
    an attempt it shows the newest committed one; where none is, the last one that failed.
    """

    @property
    def data(self) -> MetaflowData:
        """The artifacts as attributes. Each is loaded when it is asked for."""
        return MetaflowData(self)

    @property
    def artifacts(self) -> Any:
        """A named tuple of the `DataArtifact`s."""
        found = list(self)
        kind: Any = namedtuple("MetaflowArtifacts", [one.id for one in found])  # type: ignore[misc]
        return kind(*found)

    @property
    def successful(self) -> bool:
        """Whether it is done without a failure; one that `@catch` caught is no success."""
        shown = self._shown()
        return shown is not None and not shown.caught and shown.error is None

    @property
    def finished(self) -> bool:
        """Whether an attempt has committed. A failed task is not finished, as in Metaflow."""
        shown = self._shown()
        return shown is not None and (shown.caught or shown.error is None)

    @property
    def finished_at(self) -> Optional[datetime]:
        """When the attempt ended, well or not, in local time."""
        shown = self._shown()
        return local_time(shown.finished) if shown else None

    @property
    def exception(self) -> Optional[MetaflowExceptionWrapper]:
        """What ended the attempt; None for one that `@catch` caught, whose variable has it."""
        shown = self._shown()
        if shown is None or shown.error is None or shown.caught:
            return None
        return _wrapped(shown.error)

    @property
    def index(self) -> Optional[int]:
        """The index in the innermost foreach; None outside of every one."""
        shown = self._shown()
        return shown.frames[-1].index if shown and shown.frames else None

    @property
    def current_attempt(self) -> int:
        """The attempt that it was made for, or else the newest that has left anything."""
        if self._attempt is not None:
            return self._attempt
        history = self._history
        failed = (failure.attempt for failure in history.failures(self._task))
        return max((0, *history.attempts(self._task), *failed, *history.logged(self._task)))

    @property
    def stdout(self) -> str:
        """What the newest attempt that printed anything wrote to standard output."""
        return "".join(f"{line.text}\n" for line in self._lines(STDOUT))

    @property
    def stderr(self) -> str:
        """What the newest attempt that printed anything wrote to standard error."""
        return "".join(f"{line.text}\n" for line in self._lines(STDERR))

    @property
    def stdout_size(self) -> int:
        """Bytes of `stdout`."""
        return len(self.stdout.encode())

    @property
    def stderr_size(self) -> int:
        """Bytes of `stderr`."""
        return len(self.stderr.encode())

    def loglines(
        self, stream: str, as_unicode: bool = True
    ) -> Iterator[tuple[datetime, Union[str, bytes]]]:
        """The lines of `stdout` or `stderr`, each with its time in UTC without a time zone."""
        for line in self._lines(stream):
            when = datetime.fromtimestamp(line.when, timezone.utc).replace(tzinfo=None)
            yield when, line.text if as_unicode else line.text.encode()

    @property
    def metadata(self) -> list[Metadata]:
        """What is known of the attempt, under the names that Metaflow uses."""
        shown = self._shown()
        if shown is None:
            return []
        facts = {
            "attempt": str(shown.attempt),
            "attempt-done": str(shown.attempt),
            "attempt_ok": str(self.finished),
            "origin-run-id": str(shown.origin),
            "ds-root": self._scope.store.root,
            **{_METADATA.get(key, key): value for key, value in shown.system.items()},
        }
        if shown.origin:
            facts["origin-task-id"] = self.id
        if self._record:
            facts["runtime"] = self._record.runtime
        when = round(shown.finished * 1000)
        return [Metadata(name, value, when, name, self) for name, value in facts.items()]

    @property
    def metadata_dict(self) -> dict[str, str]:
        """The values of `metadata` by name."""
        return {fact.name: fact.value for fact in self.metadata}

    @property
    def runtime_name(self) -> Optional[str]:
        """`dev` for the user's own machine, else the scheduler."""
        return self._record.runtime if self._record else None

    @property
    def environment_info(self) -> Optional[dict[str, str]]:
        """Where it ran: `python`, `host`, `user`."""
        shown = self._shown()
        return dict(shown.system) if shown else None

    @property
    def code(self) -> None:
        """A task has no package of its code in the datastore."""

    @property
    def parent_task_pathspecs(self) -> Iterator[str]:
        """The tasks right before, in their order."""
        return (task.pathspec for task in self.parent_tasks)

    @property
    def child_task_pathspecs(self) -> Iterator[str]:
        """The tasks right after, as far as they are done."""
        return (task.pathspec for task in self.child_tasks)

    @property
    def parent_tasks(self) -> Iterator[Task]:
        """The tasks right before, in their order."""
        return (self._sibling(task) for task in self._before())

    @property
    def child_tasks(self) -> Iterator[Task]:
        """The tasks right after, by their paths, as far as they are done."""
        for step in self._targets():
            for task in map(self._sibling, self._history.tasks(step)):
                if self._task in task._before():
                    yield task

    @property
    def origin_pathspec(self) -> Optional[str]:
        """The task that `resume` reused."""
        shown = self._shown()
        if shown is None or shown.origin is None:
            return None
        flow, _, *rest = self._components
        return "/".join((flow, shown.origin, *rest))

    @property
    def _task(self) -> TaskId:
        return TaskId(self._components[2], "" if self.id == "-" else self.id)

    def _shown(self) -> Optional[Manifest]:
        """The attempt that this object is about, read anew: another process may write."""
        history = self._history
        if self._attempt is None:
            newest = history.newest(self._task)
            return newest or next(reversed(history.failures(self._task)), None)
        if self._attempt in history.attempts(self._task):
            return history.attempt(self._task, self._attempt)
        failures = history.failures(self._task)
        return next((found for found in failures if found.attempt == self._attempt), None)

    def _exists(self) -> bool:
        task, history = self._task, self._history
        if any(not number.isdecimal() for number in task.path.split(".") if task.path):
            return False
        if running_task() == self._components:
            return True
        return bool(history.attempts(task) or history.failures(task) or history.logged(task))

    def _created(self) -> float:
        history = self._history
        failures = history.failures(self._task)
        committed = history.attempts(self._task)
        if failures:
            return failures[0].started
        if committed:
            return history.attempt(self._task, committed[0]).started
        first = next(self._lines(), None)
        return first.when if first else self._record.created if self._record else 0.0

    def _names(self) -> Iterator[str]:
        shown = self._shown()
        names = shown.artifacts if shown else ()
        return (name for name in names if not name.startswith("_"))

    def _before(self) -> tuple[TaskId, ...]:
        shown = self._shown()
        return shown.inputs if shown else ()

    def _targets(self) -> tuple[str, ...]:
        shown = self._shown()
        return shown.next.targets if shown else ()

    def _is_control(self) -> bool:
        shown = self._shown()
        frame = shown.frames[-1] if shown and shown.frames else None
        return frame is not None and frame.items is None and frame.index == 0

    def _sibling(self, task: TaskId) -> Task:
        found = self._related([*self._components[:2], task.step, task.name], None)
        return cast("Task", found)

    def _lines(self, stream: Optional[str] = None) -> Iterator[LogLine]:
        """What the attempt printed; of a reused task, what it printed in the run it is from."""
        shown = self._shown()
        if shown is not None and shown.origin is not None:
            origin = self._related(
                [self._components[0], shown.origin, *self._components[2:]], self._attempt
            )
            return cast("Task", origin)._lines(stream)
        lines = _log(self._history, self._task, self._attempt)
        return (line for line in lines if stream in (None, line.stream))


_METADATA = {"python": "python_version", "job": "aws-batch-job-id"}
"""How Metaflow calls what a manifest's `system` has."""


def _wrapped(failure: Failure) -> MetaflowExceptionWrapper:
    found = MetaflowExceptionWrapper()
    found.type, found.exception = failure.type, failure.message
    found.stacktrace = failure.traceback
    return found


def _log(history: History, task: TaskId, attempt: Optional[int]) -> Iterator[LogLine]:
    logged = history.logged(task)
    if not logged:
        return iter(())
    number = logged[-1] if attempt is None else attempt
    return read_log(history.log(task, number))
