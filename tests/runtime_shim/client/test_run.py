"""Flows and runs: which is the latest, how it ended, its tags."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime_shim.client import Flow, Run
from runtime_shim.exceptions import MetaflowTaggingError
from tests.runtime_shim.client.stores import BAD, MadeRun, failed_run, finished_run


def test_the_latest_runs(root: Path) -> None:
    failed_run(root)
    assert Flow("TrainFlow").latest_successful_run is None
    finished_run(root)
    assert Flow("TrainFlow").latest_run == Run("TrainFlow/18")
    assert Flow("TrainFlow").latest_successful_run == Run("TrainFlow/17")


def test_runs_with_tags(root: Path) -> None:
    finished_run(root)
    failed_run(root)
    assert [run.id for run in Flow("TrainFlow").runs("nightly")] == ["17"]
    assert [run.id for run in Flow("TrainFlow").runs("user:ann")] == ["18", "17"]
    assert list(Flow("TrainFlow").runs("nightly", "weekly")) == []
    assert Flow("TrainFlow").tags == frozenset()


def test_a_run_that_succeeded(root: Path) -> None:
    finished_run(root)
    run = Run("TrainFlow/17")
    assert run.finished
    assert run.successful
    assert run.end_task == run["end"].task
    assert run.finished_at == run["end"].finished_at
    assert run.data is not None
    assert (run.data.alpha, run.data.xs) == (3, ["a", "b", "c"])
    assert (run.code, run.trigger, run.origin_pathspec) == (None, None, None)


def test_a_run_that_failed(root: Path) -> None:
    failed_run(root)
    run = Run("TrainFlow/18")
    assert not run.finished
    assert not run.successful
    assert (run.end_task, run.data, run.finished_at) == (None, None, None)


def test_a_run_that_failed_at_its_end(root: Path) -> None:
    MadeRun(root, "TrainFlow", "18").begin().task("end", error=BAD)
    run = Run("TrainFlow/18")
    assert not run.finished
    assert not run.successful
    assert run.end_task is not None
    assert run.finished_at is not None


def test_the_end_by_another_name(root: Path) -> None:
    MadeRun(root, "F", "1").begin().task("first", to=("last",)).task("last", values={"x": 1})
    run = Run("F/1")
    assert run.end_task == run["last"].task
    assert run.data is not None
    assert run.data.x == 1


def test_a_run_that_has_only_begun(root: Path) -> None:
    MadeRun(root, "TrainFlow", "1").begin()
    run = Run("TrainFlow/1")
    assert list(run) == []
    assert run.end_task is None


def test_a_run_that_resumed_another(root: Path) -> None:
    failed_run(root, "18")
    made = MadeRun(root, "TrainFlow", "19").begin(origin="18")
    made.task("start", to=("train",), values={"alpha": 4}, origin="18").task("train")
    run = Run("TrainFlow/19")
    assert run.origin_pathspec == "TrainFlow/18"
    assert run["start"].origin_pathspec == "TrainFlow/18/start"
    assert run["start"]["-"].origin_pathspec == "TrainFlow/18/start/-"
    assert run["start"]["-"]["alpha"].origin_pathspec == "TrainFlow/18/start/-/alpha"
    assert run["train"]["-"].origin_pathspec is None
    assert run["start"]["-"].metadata_dict["origin-run-id"] == "18"


def test_tags_of_a_run_are_those_of_what_is_in_it(root: Path) -> None:
    finished_run(root)
    run = Run("TrainFlow/17")
    assert run.user_tags == {"nightly"}
    assert run.system_tags == {"user:ann", "runtime:dev", "python_version:3.11.7"}
    assert run.tags == run.user_tags | run.system_tags
    assert run["train"]["1"]["x"].tags == run.tags
    assert [step.id for step in run.steps("nightly")] == ["end", "join", "train", "start"]
    assert list(run.steps("weekly")) == []


def test_tags_can_be_changed(root: Path) -> None:
    finished_run(root)
    run = Run("TrainFlow/17")
    run.add_tag("one")
    run.add_tags(["two", "three"])
    assert run.user_tags == Run("TrainFlow/17").user_tags == {"nightly", "one", "two", "three"}
    run.remove_tag("one")
    run.remove_tag("never there")
    run.replace_tag("two", "2")
    run.replace_tags(["three", "2"], ["3", "nightly"])
    run.add_tag("user:ann")
    run.add_tag(["x", "y"])
    assert Run("TrainFlow/17").user_tags == {"nightly", "3", "x", "y"}
    assert Run("TrainFlow/17").system_tags == run.system_tags
    assert Run("TrainFlow/17").created_at == run.created_at


def test_two_that_change_tags_see_each_other(root: Path) -> None:
    finished_run(root)
    one, other = Run("TrainFlow/17"), Run("TrainFlow/17")
    assert one.user_tags == other.user_tags
    one.add_tag("a")
    other.add_tag("b")
    assert other.user_tags == {"nightly", "a", "b"}


@pytest.mark.parametrize(
    ("remove", "add", "said"),
    [
        ([], [], "no tag"),
        (["user:ann"], [], "keeps the tags"),
        ([], [""], "1 to 500"),
        ([], ["x" * 501], "1 to 500"),
        ([], [3], "not 3"),
        ([], "abc", "come as a list"),
        ([], [str(number) for number in range(50)], "at most 50"),
    ],
)
def test_tags_that_a_run_refuses(root: Path, remove: list[str], add: list[str], said: str) -> None:
    finished_run(root)
    run = Run("TrainFlow/17")
    with pytest.raises(MetaflowTaggingError, match=said):
        run.replace_tags(remove, add)
    with pytest.raises(MetaflowTaggingError, match="not as 3"):
        run.add_tag(3)  # type: ignore[arg-type]
    assert Run("TrainFlow/17").user_tags == {"nightly"}
