from __future__ import annotations

from pathlib import Path

from compiler.runs.logs import LogReader
from runtime_shim import contract
from runtime_shim.manifest import TaskId
from tests.runtime_shim.client.stores import MadeRun, finished_run

START = TaskId("start", "")


def append(made: MadeRun, text: bytes) -> None:
    key = contract.log_key("F", "1", "start", "", 0)
    store = made.history.store
    before = store.read(key) if store.exists(key) else b""
    store.write(key, [before, text])


def test_each_line_is_read_once_and_when_it_is_whole(tmp_path: Path) -> None:
    made = MadeRun(tmp_path, "F", "1").begin()
    reader = LogReader(made.history)

    def read() -> list[str]:
        return [one.line.text for one in reader.read([START])]

    assert read() == []
    append(made, b"o 1.000 one\no 2.000 tw")
    assert read() == ["one"]
    assert read() == []
    append(made, b"o\ne 3.000 three\n")
    assert read() == ["two", "three"]


def test_lines_of_several_tasks_are_in_the_order_of_time(tmp_path: Path) -> None:
    made = finished_run(tmp_path)
    tasks = [TaskId("train", "2"), TaskId("train", "1"), START]
    lines = [one.line.text for one in LogReader(made.history).read(tasks)]
    assert lines == ["hello", "careful", "ValueError: no b", "item b", "item c"]


def test_lines_of_the_same_time_stay_in_their_order(tmp_path: Path) -> None:
    made = MadeRun(tmp_path, "F", "1").begin()
    append(made, b"o 1.000 b\no 1.000 a\no 1.000 c\n")
    assert [one.line.text for one in LogReader(made.history).read([START])] == ["b", "a", "c"]
