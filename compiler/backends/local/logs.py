"""Keeps what attempts print in the store, line by line, for whoever follows a run."""

from __future__ import annotations

from pathlib import Path

from compiler.backends.local.listener import AttemptId
from runtime_shim.contract import log_key
from runtime_shim.errors import FlowcError
from runtime_shim.history import History
from runtime_shim.log_lines import LogLine, format_line


class Logs:
    """The logs of a run whose datastore is a folder. An attempt that is silent has none."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._root = Path(history.store.root).absolute()
        self._pending: dict[AttemptId, list[str]] = {}

    def add(self, attempt: AttemptId, line: LogLine) -> None:
        self._pending.setdefault(attempt, []).append(format_line(line.stream, line.when, line.text))

    def flush(self) -> None:
        """Appends to the logs what was added. A kill leaves at most the last line cut short."""
        for attempt, lines in self._pending.items():
            path = self._root / self._key(attempt)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("ab") as log:
                    log.write("".join(lines).encode(errors="replace"))
            except OSError as error:
                raise FlowcError(f"the log {path} cannot be written: {error.strerror}.") from error
        self._pending.clear()

    def _key(self, attempt: AttemptId) -> str:
        task = attempt.task
        return log_key(self._history.flow, self._history.run, task.step, task.path, attempt.number)
