"""Keeps what attempts print in the store, line by line, for whoever follows a run."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from compiler.backends.local.listener import AttemptId
from runtime_shim.contract import log_key
from runtime_shim.errors import FlowcError
from runtime_shim.history import History
from runtime_shim.log_lines import LogLine, format_line


class Logs(Protocol):
    """The logs of a run. An attempt that is silent has none."""

    def add(self, attempt: AttemptId, line: LogLine) -> None: ...

    def flush(self) -> None:
        """Makes visible what was added, now or soon."""

    def close(self) -> None:
        """Makes all visible that was added. Raises `FlowcError` where that cannot be."""


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

    def close(self) -> None:
        self.flush()

    def path(self, attempt: AttemptId) -> Path:
        return self._folder / self.key(attempt)

    def key(self, attempt: AttemptId) -> str:
        task = attempt.task
        return log_key(self._history.flow, self._history.run, task.step, task.path, attempt.number)


def open_logs(history: History, folder: Path) -> Logs:
    """The logs of a run; the folder is for what the run needs, and gone after it."""
    if history.store.is_remote:
        from compiler.backends.local.log_objects import LogObjects  # has threads

        return LogObjects(history, folder)
    return LogFiles(history, Path(history.store.root).absolute())
