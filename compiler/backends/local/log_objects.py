"""Logs in an object store, which are copied there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from compiler.backends.local.listener import AttemptId
from compiler.backends.local.logs import LogFiles
from runtime_shim.errors import FlowcError
from runtime_shim.history import History
from runtime_shim.log_lines import LogLine
from runtime_shim.parallel import in_parallel

COPY_SECONDS = 3.0
"""How long a line takes at most until who follows a run in an object store finds it."""
_COPIES = 8
_READ_BYTES = 1 << 20


class LogObjects:
    """Logs in a store whose objects only change as a whole.

    They are files in a folder of this machine, and those that have grown are copied every few
    seconds, while the run goes on. Where that fails the next copy makes up for it.
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
        self._copier = ThreadPoolExecutor(1, thread_name_prefix="flowc-logs")
        self._copying: _Copying | None = None

    def add(self, attempt: AttemptId, line: LogLine) -> None:
        self._grown.add(attempt)
        self._files.add(attempt, line)

    def flush(self) -> None:
        self._files.flush()
        if self._copying is not None and self._copying.future.done():
            self._settle(self._copying)
        if self._copying is None and self._grown and self._clock() >= self._due:
            self._begin()

    def close(self) -> None:
        try:
            self._files.flush()
            if self._copying is not None:
                wait([self._copying.future])
                self._settle(self._copying)
            if self._grown:
                self._begin().future.result()
        finally:
            self._copier.shutdown()

    def _begin(self) -> _Copying:
        attempts = frozenset(self._grown)
        self._grown.clear()
        future = self._copier.submit(self._copy, attempts)
        self._copying = _Copying(attempts, self._clock(), future)
        return self._copying

    def _settle(self, copying: _Copying) -> None:
        self._copying = None
        now = self._clock()
        pause = COPY_SECONDS
        try:
            copying.future.result()
            # What takes long, for a log is large or the network slow, is done less often.
            pause = max(pause, 10 * (now - copying.began))
        except FlowcError:
            self._grown |= copying.attempts
        self._due = now + pause

    def _copy(self, attempts: Iterable[AttemptId]) -> None:
        def copy(attempt: AttemptId) -> None:
            self._store.write(self._files.key(attempt), _content(self._files.path(attempt)))

        in_parallel(copy, attempts, _COPIES)


@dataclass(frozen=True)
class _Copying:
    """A copy that is being made."""

    attempts: frozenset[AttemptId]
    began: float
    future: Future[None]


def _content(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while content := file.read(_READ_BYTES):
            yield content
