from __future__ import annotations

import json
import pickle
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module, invalidate_caches
from pathlib import Path

import pytest

from tests.cli.conftest import Flowc
from tests.runtime_shim.client.stores import BAD, MadeRun, failed_run, finished_run


@pytest.fixture(autouse=True)
def _no_shapes_left() -> Iterator[None]:
    yield
    sys.modules.pop("shapes_of_mine", None)


def test_artifacts_of_a_task(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    result = flowc("artifacts", "17/start")
    assert (result.code, result.err) == (0, "")
    header, first, second = (line.split() for line in result.out.splitlines())
    assert header == ["NAME", "TYPE", "SIZE", "SHA256"]
    assert first[:4] == ["alpha", "builtins.int", "5", "B"]
    assert second[:2] == ["items", "builtins.list"]
    assert len(first[4]) == 12


def test_listing_loads_nothing(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    for blob in (store / "TrainFlow" / "blobs").rglob("*"):
        if blob.is_file():
            blob.unlink()
    assert "alpha" in flowc("artifacts", "17/start").out


def test_json(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    alpha, items = json.loads(flowc("artifacts", "17/start", "--format", "json").out)
    assert (alpha["name"], alpha["type"], alpha["size"]) == ("alpha", "builtins.int", 5)
    assert len(alpha["sha256"]) == 64
    one = json.loads(flowc("artifacts", "17/start", "items", "--format", "json").out)
    assert one == {**items, "repr": "['a', 'b', 'c']"}


def test_of_a_run_those_of_its_end(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    assert flowc("artifacts", "latest", "alpha").out == "3\n"
    failed_run(store)
    result = flowc("artifacts", "18")
    assert result.code == 2
    assert "has not come to its end; name a step, such as TrainFlow/18/train" in result.err


def test_a_step_of_several_tasks(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    result = flowc("artifacts", "17/train")
    assert result.code == 2
    assert "has 3 tasks; name one, such as TrainFlow/17/train/0" in result.err
    assert flowc("artifacts", "17/train/2", "x").out == "'c'\n"


def test_a_failed_attempt_is_shown_where_none_succeeded(store: Path, flowc: Flowc) -> None:
    failed_run(store)
    assert flowc("artifacts", "18/train", "partial").out == "1\n"


def test_an_attempt(store: Path, flowc: Flowc) -> None:
    made = MadeRun(store, "F", "1").begin().task("start", values={"x": "first"}, error=BAD)
    made.task("start", attempt=1, values={"x": "second"})
    assert flowc("artifacts", "1/start", "x").out == "'second'\n"
    assert flowc("artifacts", "1/start", "x", "--attempt", "0").out == "'first'\n"
    result = flowc("artifacts", "1/start", "--attempt", "5")
    assert result.code == 2
    assert "no attempt 5 of start" in result.err


@pytest.mark.parametrize(
    ("value", "written"),
    [("text ☃", "text ☃".encode()), (b"\x00bytes", b"\x00bytes"), (bytearray(b"b"), b"b")],
)
def test_text_and_bytes_are_written_as_they_are(
    store: Path, tmp_path: Path, flowc: Flowc, value: object, written: bytes
) -> None:
    MadeRun(store, "F", "1").begin().task("start", values={"x": value})
    result = flowc("artifacts", "1/start", "x", "--output", str(tmp_path / "out"))
    assert (result.code, result.out, result.err) == (0, "", "")
    assert (tmp_path / "out").read_bytes() == written


def test_all_else_is_written_as_a_pickle(store: Path, tmp_path: Path, flowc: Flowc) -> None:
    finished_run(store)
    assert flowc("artifacts", "17", "xs", "--output", str(tmp_path / "out")).code == 0
    assert pickle.loads((tmp_path / "out").read_bytes()) == ["a", "b", "c"]


def test_a_file_is_written_for_an_artifact_only(store: Path, tmp_path: Path, flowc: Flowc) -> None:
    finished_run(store)
    result = flowc("artifacts", "17", "--output", str(tmp_path / "out"))
    assert result.code == 2
    assert "--output needs the NAME of an artifact" in result.err
    assert flowc("artifacts", "17", "nope", "--output", str(tmp_path / "out")).code == 2
    assert not (tmp_path / "out").exists()


def test_an_artifact_that_is_not_there(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    result = flowc("artifacts", "17/start", "alpah")
    assert (result.code, result.out) == (2, "")
    assert "has no artifact `alpah`; did you mean `alpha`?" in result.err
    assert "it has alpha, items" in flowc("artifacts", "17/start", "zzz").err


def test_a_class_of_the_users_own(
    store: Path, project: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "shapes_of_mine.py").write_text(
        "class Circle:\n    def __repr__(self):\n        return 'a circle'\n"
    )
    with monkeypatch.context() as within:
        within.setattr(sys, "path", [str(project), *sys.path])
        circle = import_module("shapes_of_mine").Circle()
        MadeRun(store, "F", "1").begin().task("start", values={"x": circle})
    del sys.modules["shapes_of_mine"]
    assert flowc("artifacts", "1/start", "x").out == "a circle\n"
    del sys.modules["shapes_of_mine"]
    (project / "shapes_of_mine.py").unlink()
    shutil.rmtree(project / "__pycache__", ignore_errors=True)
    invalidate_caches()
    result = flowc("artifacts", "1/start", "x")
    assert result.code == 1
    assert "The artifact `x` of F/1/start, " in result.err
    assert "shapes_of_mine" in result.err
    assert "Traceback" not in result.err


def test_a_damaged_value(store: Path, flowc: Flowc) -> None:
    MadeRun(store, "F", "1").begin().task("start", values={"x": 1})
    (blob,) = (path for path in (store / "F" / "blobs").rglob("*") if path.is_file())
    blob.write_bytes(b"rubbish")
    result = flowc("artifacts", "1/start", "x")
    assert (result.code, result.out) == (1, "")
    assert "is damaged" in result.err


def test_artifacts_are_listed_by_name(store: Path, flowc: Flowc) -> None:
    MadeRun(store, "F", "1").begin().task("start", values={"b": 1, "c": 2, "a": 3}).end()
    assert [line.split()[0] for line in flowc("artifacts").out.splitlines()[1:]] == list("abc")
    listed = json.loads(flowc("artifacts", "--format", "json").out)
    assert [each["name"] for each in listed] == list("abc")


def test_a_value_whose_repr_fails(
    store: Path, project: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "shapes_of_mine.py").write_text(
        "class Net:\n    def __repr__(self):\n        raise ValueError('too deep')\n"
    )
    monkeypatch.setattr(sys, "path", [str(project), *sys.path])
    net = import_module("shapes_of_mine").Net()
    MadeRun(store, "F", "1").begin().task("start", values={"net": net})
    said = "<shapes_of_mine.Net object; its repr raised ValueError: too deep>"
    result = flowc("artifacts", "1/start", "net")
    assert (result.code, result.out) == (0, f"{said}\n")
    found = json.loads(flowc("artifacts", "1/start", "net", "--format", "json").out)
    assert found["repr"] == said
