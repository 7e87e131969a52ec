"""Objects that are created, and looked up, several at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from runtime_shim.store import Buffer
from runtime_shim.store import uploads as module
from runtime_shim.store.errors import StoreFailed
from runtime_shim.store.folder import FolderStore
from runtime_shim.store.together import together
from runtime_shim.store.uploads import creating
from tests.runtime_shim.store.far import FarFolder


class SlowStore(FarFolder):
    """Keeps count of what is on its way at once."""

    def __init__(self, root: str) -> None:
        super().__init__(root)
        self._lock = threading.Lock()
        self._now = [0, 0]
        self.most_objects = self.most_bytes = 0

    def add(self, key: str, content: Iterable[Buffer]) -> bool:
        size = sum(map(len, content))
        self._count(1, size)
        time.sleep(0.02)
        self._count(-1, -size)
        if key == "refused":
            raise StoreFailed("there is no room for it.")
        return super().add(key, content)

    def _count(self, objects: int, size: int) -> None:
        with self._lock:
            self._now = [self._now[0] + objects, self._now[1] + size]
            self.most_objects = max(self.most_objects, self._now[0])
            self.most_bytes = max(self.most_bytes, self._now[1])


@pytest.fixture
def store(tmp_path: Path) -> SlowStore:
    return SlowStore(str(tmp_path))


def test_objects_are_created_at_once_and_are_there_at_the_end(store: SlowStore) -> None:
    with creating(store) as create:
        for number in range(20):
            create(f"a/{number}", [b"x" * number, b"y"])
    assert store.most_objects == 8
    assert store.read("a/7") == b"xxxxxxxy"
    assert len(list(store.list("a"))) == 20


def test_what_is_on_its_way_is_bounded(store: SlowStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BYTES", 1000)
    with creating(store) as create:
        for number, size in enumerate([600, 600, 300, 5000, 300, 300, 300, 300]):
            create(f"a/{number}", [bytes(size)])
    # What is larger than all that may be goes alone.
    assert store.most_bytes == 5000
    assert store.most_objects == 3
    assert len(list(store.list("a"))) == 8


@pytest.mark.parametrize("others", [0, 20])
def test_what_cannot_be_stored_is_told(store: SlowStore, others: int) -> None:
    def create_all() -> None:
        with creating(store) as create:
            create("refused", [b"x"])
            for number in range(others):
                create(f"a/{number}", [b"x"])

    with pytest.raises(StoreFailed, match="no room"):
        create_all()


def test_a_folder_is_written_to_right_away(tmp_path: Path) -> None:
    store = FolderStore(str(tmp_path))
    with creating(store) as create:
        create("a", [b"x"])
        assert store.exists("a")


@pytest.mark.parametrize("kind", [FolderStore, FarFolder])
def test_results_come_in_the_order_of_the_items(tmp_path: Path, kind: type[FolderStore]) -> None:
    asked = []

    def ask(number: int) -> int:
        asked.append(number)
        time.sleep(0.0001 * (7 - number % 7))
        return number * number

    results = together(kind(str(tmp_path)), ask, range(500))
    assert next(results) == 0
    assert len(asked) < 200
    assert list(results) == [number * number for number in range(1, 500)]
