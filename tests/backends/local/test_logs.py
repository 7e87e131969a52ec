"""What tasks print, in a store whose objects cannot grow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from compiler.backends.local.listener import AttemptId
from compiler.backends.local.log_objects import COPY_SECONDS, LogObjects
from runtime_shim.history import History
from runtime_shim.log_lines import STDOUT, LogLine, read_log
from runtime_shim.manifest import TaskId
from runtime_shim.store import Buffer
from runtime_shim.store.errors import StoreFailed
from runtime_shim.store.folder import FolderStore
from tests.waiting import eventually

FIRST, SECOND = (AttemptId(TaskId("train", path), 0) for path in ("0", "1"))


class CountingStore(FolderStore):
    """A folder that counts how often it is written to, and can be out of reach."""

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self.written: list[str] = []
        self.is_out = False
        self.failed = 0

    def write(self, key: str, content: Iterable[Buffer]) -> None:
        if self.is_out:
            self.failed += 1
            raise StoreFailed("the store does not answer.")
        super().write(key, content)
        self.written.append(key)


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

    def after_some_seconds(self, what: Callable[[], bool]) -> None:
        """Waits until something is the case, with a clock that goes on."""

        def later() -> bool:
            self.now += COPY_SECONDS
            self.logs.flush()
            return what()

        eventually(later)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def test_a_log_is_copied_every_few_seconds(case: Case) -> None:
    case.print(FIRST, "one")
    eventually(lambda: case.shown(FIRST) == ["one"])
    for text in ("two", "three"):
        case.print(FIRST, text)
    assert case.shown(FIRST) == ["one"]
    case.after_some_seconds(lambda: case.shown(FIRST) == ["one", "two", "three"])
    case.logs.close()
    assert len(case.store.written) == 2


def test_all_logs_are_whole_in_the_end(case: Case) -> None:
    case.print(FIRST, "one")
    case.print(FIRST, "two")
    case.print(SECOND, "other")
    case.logs.close()
    assert case.shown(FIRST) == ["one", "two"]
    assert case.shown(SECOND) == ["other"]


def test_an_attempt_that_is_silent_has_no_log(case: Case) -> None:
    case.logs.flush()
    case.logs.close()
    assert case.store.written == []


def test_what_could_not_be_copied_comes_with_the_next_copy(case: Case) -> None:
    case.store.is_out = True
    case.print(FIRST, "one")
    case.after_some_seconds(lambda: case.store.failed > 1)
    case.print(SECOND, "other")
    case.store.is_out = False
    case.after_some_seconds(lambda: case.shown(FIRST) == ["one"])
    case.after_some_seconds(lambda: case.shown(SECOND) == ["other"])
    case.logs.close()


def test_what_cannot_be_copied_in_the_end_is_told(case: Case) -> None:
    case.store.is_out = True
    case.print(FIRST, "one")
    with pytest.raises(StoreFailed, match="does not answer"):
        case.logs.close()
