"""Steps, tasks and artifacts."""

from __future__ import annotations

import copy
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from runtime_shim import contract
from runtime_shim.client import DataArtifact, Run, Step, Task
from runtime_shim.errors import FlowcError
from runtime_shim.manifest import Frame, TaskId
from tests.runtime_shim.client.stores import BAD, MadeRun, failed_run, finished_run


def test_artifacts_of_a_task(root: Path) -> None:
    finished_run(root)
    task = Task("TrainFlow/17/start/-")
    assert task.data.alpha == 3
    assert "alpha" in task.data
    assert "beta" not in task.data
    with pytest.raises(AttributeError, match="beta"):
        _ = task.data.beta
    assert repr(task.data) == "<MetaflowData: alpha, items>"
    assert {"alpha", "items"} <= set(dir(task.data))
    assert copy.copy(task.data).alpha == 3
    assert task.artifacts._fields == ("alpha", "items")
    assert task.artifacts.items.data == ["a", "b", "c"]
    with pytest.raises(KeyError):
        task["beta"]


def test_a_single_artifact(root: Path) -> None:
    finished_run(root)
    first, second = DataArtifact("TrainFlow/17/join/-/xs"), DataArtifact("TrainFlow/17/end/-/xs")
    assert first.data == second.data == ["a", "b", "c"]
    assert first.sha == second.sha
    assert len(first.sha) == 64
    assert first.size > 0


def test_private_artifacts_are_not_listed(root: Path) -> None:
    MadeRun(root, "F", "1").begin().task("start", values={"_hidden": 1, "x": 2})
    task = Task("F/1/start/-")
    assert [one.id for one in task] == ["x"]
    assert task["_hidden"].data == 1


def test_only_the_wanted_artifact_is_read(root: Path) -> None:
    finished_run(root)
    task = Task("TrainFlow/17/start/-")
    (root / contract.blob_key("TrainFlow", task["items"].sha)).unlink()
    assert task.data.alpha == 3
    with pytest.raises(FlowcError, match="artifact `items` of TrainFlow/17/start, "):
        _ = task.data.items


def test_the_newest_committed_attempt_counts(root: Path) -> None:
    made = MadeRun(root, "F", "1").begin()
    made.task("start", values={"x": 0}, attempt=0).task("start", values={"x": 2}, attempt=2)
    made.task("start", values={"x": 3}, attempt=3, error=BAD)
    task = Task("F/1/start/-")
    assert task.successful
    assert task.data.x == 2
    assert task["x"].data == 2
    assert Task("F/1/start/-", attempt=0).data.x == 0
    assert Task("F/1/start/-", attempt=3).data.x == 3
    assert DataArtifact("F/1/start/-/x", attempt=0).data == 0
    assert DataArtifact("F/1/start/-/x", attempt=0).parent == Task("F/1/start/-", attempt=0)
    assert task.current_attempt == 3
    assert Task("F/1/start/-", attempt=0).current_attempt == 0
    nothing = Task("F/1/start/-", attempt=1)
    assert (nothing.finished, nothing.finished_at, list(nothing)) == (False, None, [])


def test_a_task_that_failed(root: Path) -> None:
    failed_run(root)
    task = Task("TrainFlow/18/train/-")
    assert not task.successful
    assert not task.finished
    assert task.finished_at is not None
    assert task.data.partial == 1
    assert task.exception is not None
    assert task.exception.type == "builtins.ValueError"
    assert "Traceback" in str(task.exception)
    assert "no b" in str(task.exception)


def test_a_task_that_was_caught(root: Path) -> None:
    made = MadeRun(root, "F", "1").begin().task("start", error=BAD)
    made.task("start", attempt=1, error=BAD, caught=True, values={"oops": "no b"})
    task = Task("F/1/start/-")
    assert task.finished
    assert not task.successful
    assert task.exception is None
    assert Task("F/1/start/-", attempt=0).exception is not None


def test_a_task_that_runs(root: Path) -> None:
    made = MadeRun(root, "F", "1").begin().log("start", "", ("stdout", "so far"))
    key = contract.log_key("F", "1", "start", "", 0)
    made.history.store.write(key, [made.history.store.read(key), b"o 1.000 ha"])
    task = Task("F/1/start/-")
    assert task.stdout == "so far\n"
    assert not task.finished
    assert not task.successful
    assert (task.finished_at, task.exception, task.index) == (None, None, None)
    assert list(task) == []
    assert Run("F/1")["start"].finished_at is None


def test_a_task_that_somebody_only_arrived_at_has_not_started(root: Path) -> None:
    made = MadeRun(root, "F", "1").begin().task("start", to=("end",))
    made.history.arrive(TaskId("end", ""), "-", TaskId("start", ""))
    assert [step.id for step in Run("F/1")] == ["start"]
    assert Run("F/1").end_task is None


def test_the_task_of_this_process_is_there_before_it_leaves_anything(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    MadeRun(root, "F", "1").begin().task("start", to=("work",))
    current = SimpleNamespace(current=SimpleNamespace(pathspec="F/1/work/3"))
    monkeypatch.setitem(sys.modules, "runtime_shim.authoring.current", current)
    assert [step.id for step in Run("F/1")] == ["work", "start"]
    assert list(Step("F/1/work")) == [Task("F/1/work/3")]
    task = Task("F/1/work/3")
    assert (task.finished, task.stdout, list(task)) == (False, "", [])
    assert task.created_at == Run("F/1").created_at
    assert "4" not in Step("F/1/work")


def test_what_a_task_printed(root: Path) -> None:
    finished_run(root)
    task = Task("TrainFlow/17/start/-")
    assert (task.stdout, task.stderr) == ("hello\n", "careful\n")
    assert (task.stdout_size, task.stderr_size) == (6, 8)
    ((when, text),) = task.loglines("stdout")
    assert (when.isoformat(), text) == ("2023-11-14T22:13:22", "hello")
    assert [text for _, text in task.loglines("stderr", as_unicode=False)] == [b"careful"]
    retried = Task("TrainFlow/17/train/1")
    assert (retried.stdout, retried.stderr) == ("item b\n", "")
    assert Task("TrainFlow/17/train/1", attempt=0).stderr == "ValueError: no b\n"
    assert Task("TrainFlow/17/train/1", attempt=7).stderr == ""
    assert Task("TrainFlow/17/end/-").stdout == ""


def test_what_a_reused_task_printed_is_where_it_ran(root: Path) -> None:
    finished_run(root)
    MadeRun(root, "TrainFlow", "20").begin(origin="17").task("start", origin="17")
    MadeRun(root, "TrainFlow", "21").begin(origin="20").task("start", origin="20")
    assert Task("TrainFlow/21/start/-").stdout == "hello\n"


def test_indexes(root: Path) -> None:
    finished_run(root)
    assert [task.index for task in Step("TrainFlow/17/train")] == [2, 1, 0]
    assert Task("TrainFlow/17/start/-").index is None
    outer = Frame(TaskId("start", ""), "items", 1, 2)
    inner = Frame(TaskId("split", "1"), "more", 4, 5)
    MadeRun(root, "F", "1").begin().task("work", "1.4", frames=(outer, inner))
    assert Task("F/1/work/1.4").index == 4


def test_before_and_after(root: Path) -> None:
    finished_run(root)
    run = Run("TrainFlow/17")
    train = [f"TrainFlow/17/train/{index}" for index in range(3)]
    assert list(run["join"]["-"].parent_task_pathspecs) == train
    assert [task.pathspec for task in run["join"]["-"].parent_tasks] == train
    assert list(run["start"]["-"].parent_tasks) == []
    assert list(run["start"]["-"].child_task_pathspecs) == train
    assert list(run["train"]["1"].child_tasks) == [run["join"].task]
    assert list(run["end"]["-"].child_tasks) == []
    assert [step.id for step in run["join"].parent_steps] == ["train"]
    assert [step.id for step in run["train"].child_steps] == ["join"]
    assert list(run["end"].child_steps) == []


def test_steps(root: Path) -> None:
    finished_run(root)
    train = Step("TrainFlow/17/train")
    assert train.task == Task("TrainFlow/17/train/2")
    assert list(train.tasks()) == list(train)
    assert list(train.tasks("nightly")) == list(train)
    assert list(train.tasks("weekly")) == []
    assert train.finished_at == train["2"].finished_at
    assert train.control_task is None
    assert train.environment_info == {"python": "3.11.7", "host": "here"}


def test_the_control_task_of_a_gang(root: Path) -> None:
    made = MadeRun(root, "F", "1").begin()
    for index in range(2):
        made.task("work", str(index), frames=(Frame(TaskId("start", ""), None, index, 2),))
    assert Step("F/1/work").control_task == Task("F/1/work/0")
    assert list(Step("F/1/work").control_tasks("nope")) == []


def test_metadata(root: Path) -> None:
    finished_run(root)
    task = Task("TrainFlow/17/train/1")
    assert task.metadata_dict == {
        "attempt": "1",
        "attempt-done": "1",
        "attempt_ok": "True",
        "origin-run-id": "None",
        "ds-root": str(root),
        "python_version": "3.11.7",
        "host": "here",
        "runtime": "dev",
    }
    assert task.metadata[0].name == "attempt"
    assert task.metadata[0].task == task
    assert task.runtime_name == "dev"
    assert task.code is None
