"""What tasks print, in a store whose objects cannot grow."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from compiler.backends.local.listener import AttemptId
from compiler.backends.local.logs import COPY_SECONDS, LogObjects
from runtime_shim.history import History
from runtime_shim.log_lines import STDOUT, LogLine, read_log
from runtime_shim.manifest import TaskId
from runtime_shim.store import Buffer
from runtime_shim.store.folder import FolderStore

FIRST, SECOND = (AttemptId(TaskId("train", path), 0) for path in ("0", "1"))


class CountingStore(FolderStore):
    """A folder that counts how often it is written to."""

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.written: list[str] = []

    def write(self, key: str, content: Iterable[Buffer]) -> None:
        self.written.append(key)
        super().write(key, content)


class Case:
    """Logs by a clock that stands still."""

    def __init__(self, folder: Path) -> None:
        self.now = 100.0
        self.store = CountingStore(str(folder / "store"))
        self.history = History(self.store, "Flow", "1")
        self.logs = LogObjects(self.history, folder, lambda: self.now)

    def print(self, attempt: AttemptId, text: str) -> None:
        self.logs.add(attempt, LogLine(STDOUT, 1.0, text))
        self.logs.flush()

    def shown(self, attempt: AttemptId) -> list[str]:
        content = self.history.log(attempt.task, attempt.number)
        return [line.text for line in read_log(content)]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def test_a_log_is_copied_every_few_seconds(case: Case) -> None:
    case.print(FIRST, "one")
    assert case.shown(FIRST) == ["one"]
    for text in ("two", "three"):
        case.print(FIRST, text)
    assert case.shown(FIRST) == ["one"]
    case.now += COPY_SECONDS
    case.logs.flush()
    assert case.shown(FIRST) == ["one", "two", "three"]
    case.now += COPY_SECONDS
    case.logs.flush()
    assert len(case.store.written) == 2


def test_a_log_is_whole_when_its_attempt_has_ended(case: Case) -> None:
    case.print(FIRST, "one")
    case.print(FIRST, "two")
    case.print(SECOND, "other")
    case.logs.end([FIRST])
    assert case.shown(FIRST) == ["one", "two"]
    assert case.shown(SECOND) == []
    case.logs.end([SECOND])
    assert case.shown(SECOND) == ["other"]
    case.logs.end([FIRST, SECOND])
    assert len(case.store.written) == 3


def test_an_attempt_that_is_silent_has_no_log(case: Case) -> None:
    case.logs.flush()
    case.logs.end([FIRST])
    assert case.store.written == []
