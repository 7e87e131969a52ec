"""Records that are not, or no longer, what was written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from compiler.cli.main import run as flowc_run
from compiler.runs.status import run_status
from runtime_shim.client import Flow, Run
from runtime_shim.damage import DamagedRecord
from runtime_shim.history import History
from runtime_shim.manifest import TaskId
from runtime_shim.store.errors import StoreFailed
from runtime_shim.store.folder import FolderStore
from tests.runtime_shim.client.stores import MadeRun, failed_run, finished_run

START, TRAIN, JOIN = TaskId("start", ""), TaskId("train", "0"), TaskId("join", "")
NO_TABLES = [
    b"",
    b"{",
    b'{"flow": "Tr',
    b"\x00\xff\xfe",
    b"[]",
    b"3",
    b"null",
    b"{}",
    b"[" * 100_000,
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That of a run, in a datastore where another one is whole."""
    store = tmp_path / ".flowc"
    failed_run(store, "18")
    monkeypatch.setenv("FLOWC_DATASTORE", str(store))
    monkeypatch.setenv("METAFLOW_USER", "ann")
    history = finished_run(store, "17").history
    history.arrive(JOIN, "0", TRAIN)
    return store / "TrainFlow" / "runs" / "17"


@pytest.fixture
def history(folder: Path) -> History:
    return MadeRun(folder.parents[2], "TrainFlow", "17").history


def changed(file: Path, **facts: Any) -> None:
    file.write_text(json.dumps({**json.loads(file.read_bytes()), **facts}))


READERS: dict[str, Callable[[History], object]] = {
    "run.json": lambda history: history.record(),
    "end.json": lambda history: history.end(),
    "start/-/attempts/0.json": lambda history: history.newest(START),
    "train/1/failures/0.json": lambda history: history.failures(TaskId("train", "1")),
    "join/-/arrivals/0.json": lambda history: history.arrival(JOIN, "0"),
}


@pytest.mark.parametrize("content", NO_TABLES, ids=lambda content: repr(content[:10]))
@pytest.mark.parametrize("name", READERS)
def test_what_is_no_record(folder: Path, history: History, name: str, content: bytes) -> None:
    assert READERS[name](history)
    (folder / name).write_bytes(content)
    with pytest.raises(DamagedRecord, match=f"`TrainFlow/runs/17/{name}` of the datastore"):
        READERS[name](history)


@pytest.mark.parametrize(
    "facts",
    [
        {"flow": "../../x"},
        {"run": "../../../etc"},
        {"run": "18"},
        {"run": 17},
        {"created": "x"},
        {"created": 1e30},
        {"created": float("nan")},
        {"tags": None},
        {"tags": [1, {}]},
        {"user": None},
        {"origin": 3},
        {"process": "x"},
        {"process": -1},
        {"process": 2**70},
        {"parameters": [1]},
        {"parameters": {"alpha": 3}},
        {"configs": []},
    ],
    ids=repr,
)
def test_a_record_with_what_it_cannot_say(
    folder: Path, history: History, facts: dict[str, Any]
) -> None:
    changed(folder / "run.json", **facts)
    with pytest.raises(DamagedRecord):
        history.record()


@pytest.mark.parametrize(
    "facts",
    [
        {"flow": "Other"},
        {"run": "18"},
        {"task": {"step": "../start", "path": ""}},
        {"attempt": 1},
        {"attempt": "0"},
        {"started": "x"},
        {"finished": 1e30},
        {"artifacts": [1]},
        {"artifacts": {"x": {}}},
        {"origin": "17"},
        {"origin": 3},
        {"next": {"targets": [3], "width": None}},
        {"next": {"targets": ["train"], "width": "3"}},
        {"next": None},
        {"inputs": ["start"]},
        {"error": {"type": 1, "message": 2, "traceback": 3}},
        {"system": {"python": 3}},
    ],
    ids=repr,
)
def test_a_manifest_with_what_it_cannot_say(
    folder: Path, history: History, facts: dict[str, Any]
) -> None:
    changed(folder / "start/-/attempts/0.json", **facts)
    with pytest.raises(DamagedRecord):
        history.newest(START)


def test_what_a_later_version_adds_is_passed_over(folder: Path, history: History) -> None:
    before = history.record(), history.newest(START)
    changed(folder / "run.json", colour="red")
    changed(folder / "start/-/attempts/0.json", colour="red")
    assert (history.record(), history.newest(START)) == before


def test_what_lies_about_is_no_task_and_no_attempt(folder: Path, history: History) -> None:
    before = history.tasks("train"), history.attempts(START)
    (folder / "train" / "notes").mkdir()
    (folder / "train" / "1.txt").write_text("")
    (folder / "train" / "..1").mkdir()
    for name in ("x.json", "-1.json", "٣.json", ".json"):
        (folder / "start/-/attempts" / name).write_text("{}")
    assert (history.tasks("train"), history.attempts(START)) == before


def test_the_other_runs_are_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "run.json").write_text("{")
    assert flowc_run(["runs"]) == 0
    out, err = capsys.readouterr()
    assert [line.split()[1] for line in out.splitlines()] == ["RUN", "18"]
    assert err.startswith("left out: `TrainFlow/runs/17/run.json` of the datastore")
    assert flowc_run(["show", "TrainFlow/latest"]) == 0
    assert flowc_run(["show", "17"]) == 1
    assert "run.json` of the datastore" in capsys.readouterr().err
    assert [run.id for run in Flow("TrainFlow")] == ["18"]
    with pytest.raises(DamagedRecord):
        Run("TrainFlow/17")


def test_a_record_that_is_another_users_alone_hides_no_other_run(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read = FolderStore.read

    def refused(store: FolderStore, key: str) -> bytes:
        if key.endswith("17/run.json"):
            raise StoreFailed(f"`{key}` cannot be read: Permission denied.")
        return read(store, key)

    monkeypatch.setattr(FolderStore, "read", refused)
    assert flowc_run(["runs"]) == 0
    out, err = capsys.readouterr()
    assert [line.split()[1] for line in out.splitlines()] == ["RUN", "18"]
    assert err == "left out: `TrainFlow/runs/17/run.json` cannot be read: Permission denied.\n"
    assert [run.id for run in Flow("TrainFlow")] == ["18"]


def test_a_run_whose_end_is_damaged_is_listed(folder: Path, history: History) -> None:
    (folder / "end.json").write_text("{")
    record = history.record()
    assert record is not None
    assert run_status(history, record).word == "unknown"


@pytest.mark.parametrize("command", ["show", "logs", "artifacts", "card"])
@pytest.mark.parametrize("content", [b"{", b"{}", None])
def test_a_damaged_manifest_is_one_message(
    folder: Path, command: str, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest = folder / "start/-/attempts/0.json"
    manifest.unlink()
    if content is None:  # as if it had been removed after it was listed
        manifest.mkdir()
    else:
        manifest.write_bytes(content)
    assert flowc_run([command, "17/start"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("Error: `TrainFlow/runs/17/start/-/attempts/0.json` ")
