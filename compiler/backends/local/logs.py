"""Keeps what attempts print in the store, line by line, for whoever follows a run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from compiler.backends.local.listener import AttemptId
from runtime_shim.contract import log_key
from runtime_shim.errors import FlowcError
from runtime_shim.history import History
from runtime_shim.log_lines import LogLine, format_line
from runtime_shim.parallel import in_parallel

COPY_SECONDS = 3.0
"""How long a line takes at most until who follows a run in an object store finds it."""
_COPIES = 8
_READ_BYTES = 1 << 20


class Logs(Protocol):
    """The logs of a run. An attempt that is silent has none."""

    def add(self, attempt: AttemptId, line: LogLine) -> None: ...

    def flush(self) -> None:
        """Makes visible what was added, now or soon."""

    def end(self, attempts: Iterable[AttemptId]) -> None:
        """Makes all visible that attempts have printed, which have ended."""


class LogFiles:
    """Logs that are files in one folder, and only grow."""

    def __init__(self, history: History, folder: Path) -> None:
        self._history = history
        self._folder = folder
        self._pending: dict[AttemptId, list[str]] = {}

    def add(self, attempt: AttemptId, line: LogLine) -> None:
        self._pending.setdefault(attempt, []).append(format_line(line.stream, line.when, line.text))

    def flush(self) -> None:
        """Appends to the logs what was added. A kill leaves at most the last line cut short."""
        for attempt, lines in self._pending.items():
            path = self.path(attempt)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("ab") as log:
                    log.write("".join(lines).encode(errors="replace"))
            except OSError as error:
                raise FlowcError(f"the log {path} cannot be written: {error.strerror}.") from error
        self._pending.clear()

    def end(self, attempts: Iterable[AttemptId]) -> None:  # noqa: ARG002 - it makes no difference
        self.flush()

    def path(self, attempt: AttemptId) -> Path:
        return self._folder / self.key(attempt)

    def key(self, attempt: AttemptId) -> str:
        task = attempt.task
        return log_key(self._history.flow, self._history.run, task.step, task.path, attempt.number)


class LogObjects:
    """Logs in a store whose objects only change as a whole.

    They are files in a folder of this machine, and are copied: those that have grown every few
    seconds, and each at its end.
    """

    def __init__(
        self, history: History, folder: Path, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = history.store
        self._files = LogFiles(history, folder)
        self._clock = clock
        self._grown: set[AttemptId] = set()
        """Those that have printed since they were copied."""
        self._due = 0.0

    def add(self, attempt: AttemptId, line: LogLine) -> None:
        self._grown.add(attempt)
        self._files.add(attempt, line)

    def flush(self) -> None:
        self._files.flush()
        began = self._clock()
        if began < self._due or not self._grown:
            return
        self._copy(self._grown)
        self._grown.clear()
        # What takes long, for a log is large or the network slow, is done less often.
        self._due = self._clock() + max(COPY_SECONDS, 10 * (self._clock() - began))

    def end(self, attempts: Iterable[AttemptId]) -> None:
        self._files.flush()
        ended = self._grown.intersection(attempts)
        self._copy(ended)
        self._grown -= ended

    def _copy(self, attempts: Iterable[AttemptId]) -> None:
        def copy(attempt: AttemptId) -> None:
            self._store.write(self._files.key(attempt), _content(self._files.path(attempt)))

        in_parallel(copy, attempts, _COPIES)


def open_logs(history: History, folder: Path) -> Logs:
    """The logs of a run; the folder is for what the run needs, and gone after it."""
    if history.store.is_remote:
        return LogObjects(history, folder)
    return LogFiles(history, Path(history.store.root).absolute())


def _content(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while content := file.read(_READ_BYTES):
            yield content
