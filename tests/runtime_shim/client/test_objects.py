"""What all objects of the client have in common."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from runtime_shim.client import DataArtifact, Flow, Metaflow, Run, Step, Task, namespace
from runtime_shim.exceptions import (
    MetaflowInvalidPathspec,
    MetaflowNamespaceMismatch,
    MetaflowNotFound,
)
from tests.runtime_shim.client.stores import START, Clock, MadeRun, failed_run, finished_run


def test_each_kind_by_its_pathspec(root: Path) -> None:
    finished_run(root)
    for kind, pathspec in (
        (Flow, "TrainFlow"),
        (Run, "TrainFlow/17"),
        (Step, "TrainFlow/17/train"),
        (Task, "TrainFlow/17/train/1"),
        (DataArtifact, "TrainFlow/17/train/1/x"),
    ):
        found = kind(pathspec)
        assert found.pathspec == pathspec
        assert found.path_components == pathspec.split("/")
        assert found.id == pathspec.split("/")[-1]
        assert repr(found) == str(found) == f"{kind.__name__}('{pathspec}')"


def test_from_the_flow_to_the_artifact_and_back(root: Path) -> None:
    finished_run(root)
    artifact = Metaflow()["TrainFlow"]["17"]["train"]["1"]["x"]
    assert artifact == DataArtifact("TrainFlow/17/train/1/x")
    assert artifact.parent == Task("TrainFlow/17/train/1")
    step = Task("TrainFlow/17/train/1").parent
    assert step == Step("TrainFlow/17/train")
    assert step.parent == Run("TrainFlow/17")
    assert step.parent.parent == Flow("TrainFlow")
    assert Flow("TrainFlow").parent is None


def test_what_is_in_them(root: Path) -> None:
    finished_run(root)
    failed_run(root)
    MadeRun(root, "Other", "1").begin()
    assert [flow.id for flow in Metaflow()] == ["Other", "TrainFlow"]
    assert [flow.id for flow in Metaflow().flows] == ["Other", "TrainFlow"]
    assert [run.id for run in Flow("TrainFlow")] == ["18", "17"]
    assert [step.id for step in Run("TrainFlow/17")] == ["end", "join", "train", "start"]
    assert [task.id for task in Step("TrainFlow/17/train")] == ["2", "1", "0"]
    assert [task.id for task in Step("TrainFlow/17/start")] == ["-"]
    assert [one.id for one in Task("TrainFlow/17/start/-")] == ["alpha", "items"]
    assert "17" in Flow("TrainFlow")
    assert "19" not in Flow("TrainFlow")
    assert "train" in Run("TrainFlow/17")
    assert "3" not in Step("TrainFlow/17/train")
    assert "x" in Task("TrainFlow/17/train/1")
    assert "y" not in Task("TrainFlow/17/train/1")


@pytest.mark.parametrize(
    ("kind", "pathspec"),
    [
        (Flow, "NoFlow"),
        (Run, "TrainFlow/99"),
        (Step, "TrainFlow/17/nope"),
        (Task, "TrainFlow/17/train/7"),
        (Task, "TrainFlow/17/train/-"),
        (Task, "TrainFlow/17/train/1.x"),
        (DataArtifact, "TrainFlow/17/train/1/nope"),
    ],
)
def test_what_is_not_there(root: Path, kind: type[Run], pathspec: str) -> None:
    finished_run(root)
    with pytest.raises(MetaflowNotFound, match="does not exist"):
        kind(pathspec)


@pytest.mark.parametrize("name", ["99", "..", "", "a/b", ".tmp"])
def test_a_child_that_is_not_there_is_a_key_error(root: Path, name: str) -> None:
    finished_run(root)
    for container in (Flow("TrainFlow"), Run("TrainFlow/17"), Step("TrainFlow/17/train")):
        with pytest.raises(KeyError):
            container[name]
        assert name not in container


@pytest.mark.parametrize(
    ("kind", "pathspec"),
    [
        (Flow, "TrainFlow/17"),
        (Flow, ""),
        (Run, "TrainFlow"),
        (Run, "TrainFlow/.."),
        (Step, "TrainFlow/17/start/-"),
        (Task, "TrainFlow//start/-"),
        (Run, "TrainFlow/1\0"),
        (Task, "TrainFlow/../x/y"),
        (Task, "../../../x"),
        (DataArtifact, "TrainFlow/17/start/-"),
    ],
)
def test_a_pathspec_of_another_form(root: Path, kind: type[Run], pathspec: str) -> None:
    finished_run(root)
    with pytest.raises(MetaflowInvalidPathspec, match=f"{kind.__name__} expects a pathspec"):
        kind(pathspec)


def test_only_tasks_and_artifacts_are_of_an_attempt(root: Path) -> None:
    finished_run(root)
    with pytest.raises(MetaflowNotFound, match="Only a Task or a DataArtifact"):
        Run("TrainFlow/17", attempt=0)
    for wrong in (-1, "x"):
        with pytest.raises(MetaflowNotFound, match="a number from 0 on"):
            Task("TrainFlow/17/train/1", attempt=wrong)  # type: ignore[arg-type]
    assert repr(Task("TrainFlow/17/train/1", attempt=1)) == (
        "Task('TrainFlow/17/train/1', attempt=1)"
    )


def test_equal_objects_are_one_key(root: Path) -> None:
    finished_run(root)
    task = Task("TrainFlow/17/train/1")
    assert len({task, Run("TrainFlow/17")["train"]["1"]}) == 1
    assert task != Task("TrainFlow/17/train/1", attempt=0)
    assert task != Step("TrainFlow/17/train")
    assert task != "TrainFlow/17/train/1"


def test_objects_can_be_pickled(root: Path) -> None:
    finished_run(root)
    for one in (Run("TrainFlow/17"), Task("TrainFlow/17/train/1", attempt=1)):
        copy = pickle.loads(pickle.dumps(one))
        assert copy == one
        assert copy.created_at == one.created_at
    assert pickle.loads(pickle.dumps(Run("TrainFlow/17"))).data.alpha == 3


def test_the_namespace_hides_runs_of_others(root: Path) -> None:
    clock = Clock()
    finished_run(root, "17", clock)
    MadeRun(root, "TrainFlow", "18", clock).begin(user="bob", tags=("shared",)).task("start")
    MadeRun(root, "BobFlow", "1", clock).begin(user="bob")
    assert [run.id for run in Flow("TrainFlow")] == ["17"]
    assert [flow.id for flow in Metaflow()] == ["TrainFlow"]
    for kind, pathspec in (
        (Flow, "BobFlow"),
        (Run, "TrainFlow/18"),
        (Step, "TrainFlow/18/start"),
        (Task, "TrainFlow/18/start/-"),
    ):
        with pytest.raises(MetaflowNamespaceMismatch, match="user:ann"):
            kind(pathspec)
    with pytest.raises(MetaflowNamespaceMismatch):
        Flow("TrainFlow")["18"]
    assert "18" in Flow("TrainFlow")
    mine = Run("TrainFlow/17")
    assert mine.is_in_namespace()

    namespace("user:bob")
    assert [run.id for run in Flow("TrainFlow")] == ["18"]
    assert not mine.is_in_namespace()
    assert mine["start"].task is not None  # it keeps the namespace that it was made in

    namespace("shared")
    assert [run.id for run in Flow("TrainFlow")] == ["18"]

    namespace(None)
    assert [run.id for run in Flow("TrainFlow")] == ["18", "17"]
    assert Flow("TrainFlow").is_in_namespace()
    assert [flow.id for flow in Metaflow()] == ["BobFlow", "TrainFlow"]


def test_the_check_of_the_namespace_can_be_left_out(root: Path) -> None:
    MadeRun(root, "TrainFlow", "18").begin(user="bob").task("start")
    run = Run("TrainFlow/18", _namespace_check=False)
    assert [step.id for step in run] == ["start"]


def test_times_of_creation(root: Path) -> None:
    finished_run(root)
    run = Run("TrainFlow/17")
    assert run.created_at.timestamp() == START + 1
    assert Flow("TrainFlow").created_at == run.created_at
    assert run["start"].created_at == run["start"]["-"].created_at
    assert run["start"]["-"].created_at.timestamp() == START + 4
    assert run["train"]["1"].created_at < run["train"]["2"].created_at
    assert run["train"].created_at == run["train"]["0"].created_at
    artifact = run["train"]["1"]["x"]
    assert artifact.created_at == artifact.finished_at == run["train"]["1"].finished_at
    assert run.created_at.tzinfo is None


def test_completion_of_keys(root: Path) -> None:
    finished_run(root)
    assert Run("TrainFlow/17")._ipython_key_completions_() == ["end", "join", "train", "start"]
