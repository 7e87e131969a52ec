from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest

from runtime_shim.contract import blob_key
from runtime_shim.store import open_store
from tests.aws import Aws
from tests.cli.conftest import Flowc
from tests.runtime_shim.client.stores import MadeRun, finished_run

HEADER = ["FLOW", "KEPT", "SIZE", "UNREFERENCED", "SIZE", "TOO", "YOUNG", "SIZE"]


@pytest.fixture
def deleted(store: Path) -> Path:
    """A datastore of one run, from which another one was deleted; all of it is old."""
    MadeRun(store, "TrainFlow", "18").begin().task("start", values={"x": "y" * 2000}).end()
    finished_run(store)
    shutil.rmtree(store / "TrainFlow" / "runs" / "18")
    for path in store.rglob("*"):
        if path.is_file():
            os.utime(path, (1, 1))
    return store


def blobs(store: Path) -> int:
    return sum(path.is_file() for path in (store / "TrainFlow" / "blobs").rglob("*"))


def test_nothing_is_removed_unless_that_is_said(deleted: Path, flowc: Flowc) -> None:
    count = blobs(deleted)
    result = flowc("gc")
    assert (result.code, result.err) == (0, "")
    header, row, last = result.out.splitlines()
    assert header.split() == HEADER
    assert row.split()[:2] == ["TrainFlow", str(count - 1)]
    assert row.split()[4:] == ["1", "2.0", "KiB", "0", "0", "B"]
    assert last == "To remove: 1 object, 2.0 KiB. Add --delete."
    assert blobs(deleted) == count
    result = flowc("gc", "TrainFlow", "--delete")
    assert result.out.splitlines()[-1] == "Removed 1 object, 2.0 KiB."
    assert blobs(deleted) == count - 1
    assert "Nothing was removed." in flowc("gc", "--delete").out


def test_json(deleted: Path, flowc: Flowc) -> None:
    draft = deleted / ".tmp" / "1-a"
    draft.write_bytes(b"xy")
    os.utime(draft, (1, 1))
    found = json.loads(flowc("gc", "--delete", "--format", "json").out)
    assert (found["datastore"], found["delete"]) == (str(deleted), True)
    (flow,) = found["flows"]
    assert (flow["flow"], flow["state"], flow["problem"]) == ("TrainFlow", "collected", None)
    assert flow["removed"] == flow["unreferenced"] == {"objects": 1, "bytes": 2018}
    assert flow["too_young"] == {"objects": 0, "bytes": 0}
    assert found["drafts"] == {"objects": 1, "bytes": 2}
    assert not draft.exists()


def test_drafts(deleted: Path, flowc: Flowc) -> None:
    for name, when in (("1-a", 1.0), ("2-b", time.time())):
        (deleted / ".tmp" / name).write_bytes(b"xy")
        os.utime(deleted / ".tmp" / name, (when, when))
    assert "To remove: 2 objects, 2.0 KiB, 1 of them left half-written" in flowc("gc").out
    flowc("gc", "--delete")
    assert [path.name for path in (deleted / ".tmp").iterdir()] == ["2-b"]


def test_a_draft_that_is_being_written_stays_whatever_the_grace(
    deleted: Path, flowc: Flowc
) -> None:
    for name, age in (("1-a", 4000), ("2-b", 3000)):
        draft = deleted / ".tmp" / name
        draft.write_bytes(b"xy")
        os.utime(draft, (time.time() - age,) * 2)
    flowc("gc", "--delete", "--grace", "0s")
    assert [path.name for path in (deleted / ".tmp").iterdir()] == ["2-b"]


def test_what_is_no_draft_stays(deleted: Path, flowc: Flowc) -> None:
    (deleted / ".tmp" / "folder").mkdir()
    os.utime(deleted / ".tmp" / "folder", (1, 1))
    assert flowc("gc", "--delete").code == 0
    assert (deleted / ".tmp" / "folder").is_dir()


def test_a_flow_with_a_run_is_left_alone(deleted: Path, flowc: Flowc) -> None:
    MadeRun(deleted, "TrainFlow", "19").begin()
    result = flowc("gc", "--delete")
    assert result.code == 0
    assert "TrainFlow: nothing is removed. Nothing says how its run 19 ended" in result.err
    assert result.err.endswith("when it has left nothing for the time of grace.\n")


@pytest.mark.parametrize(
    "record", ["run.json", "end.json", "start/-/attempts/0.json", "train/1/failures/0.json"]
)
def test_what_cannot_be_read_is_a_failure(deleted: Path, flowc: Flowc, record: str) -> None:
    count, key = blobs(deleted), f"TrainFlow/runs/17/{record}"
    (deleted / key).write_bytes((deleted / key).read_bytes()[:20])
    other = MadeRun(deleted, "Other", "1").begin().end().history.store
    other.create(blob_key("Other", "0" * 64), [b"x"])
    for arguments, said in (([], "To remove: 1 object"), (["--delete"], "Removed 1 object")):
        result = flowc("gc", *arguments, "--grace", "0s")
        assert result.code == 1
        assert result.err.startswith(f"TrainFlow: nothing is removed. `{key}` of the datastore")
        assert result.err.endswith("Remove it, or use that version.\n")
        assert result.out.splitlines()[2].split() == ["TrainFlow", *"------"]
        assert said in result.out
    assert blobs(deleted) == count


def test_of_a_flow_that_is_left_alone_nothing_is_said(deleted: Path, flowc: Flowc) -> None:
    (deleted / "TrainFlow/runs/17/run.json").write_text("")
    assert len(flowc("gc").out.splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["TrianFlow"], "has nothing of a flow `TrianFlow`; did you mean `TrainFlow`?"),
        (["--grace", "soon"], "write a number, or a text with units"),
    ],
)
def test_wrong_usage(deleted: Path, flowc: Flowc, arguments: list[str], message: str) -> None:
    result = flowc("gc", *arguments)
    assert result.code == 2
    assert message in result.err


def test_an_empty_datastore(store: Path, flowc: Flowc) -> None:
    assert flowc("gc").out == "There is nothing to remove.\n"
    assert not store.exists()


def test_what_may_not_be_deleted(
    store: Path, flowc: Flowc, aws: Aws, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in aws.user("s3:PutObject", "s3:GetObject", "s3:ListBucket").items():
        monkeypatch.setenv(name, value)
    url = f"s3://{aws.bucket()}/flows"
    open_store(url).write(blob_key("F", "0" * 64), [b"x"])
    time.sleep(1.1)  # S3 tells the time in seconds
    with aws.enforcing():
        result = flowc("gc", "--delete", "--grace", "0s", "--datastore", url)
    assert result.code == 1
    assert "Nothing was removed." in result.out
    assert "F: nothing is removed. `F/blobs/00/000" in result.err
    assert "access is denied" in result.err
