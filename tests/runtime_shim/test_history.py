"""What the tasks of a run leave, and who finds it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from runtime_shim.history import History
from runtime_shim.manifest import Failure, Manifest, Next, TaskId
from runtime_shim.run_record import RunEnd, RunRecord
from runtime_shim.store import Missing
from runtime_shim.store.folder import FolderStore

START = TaskId("start", "")
TRAIN = TaskId("train", "3.0")


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(FolderStore(str(tmp_path / "store")), "Flow", "17")


def manifest(task: TaskId, attempt: int = 0) -> Manifest:
    return Manifest("Flow", "17", task, attempt, 1.0, 2.5, {}, Next(("end",)))


def test_a_run_begins_once(history: History) -> None:
    record = RunRecord("Flow", "17", 1.5, "ada", "user:ada")
    assert history.record() is None
    assert history.begin(record)
    assert not history.begin(replace(record, user="eve"))
    assert history.record() == record


def test_the_end_of_a_run(history: History) -> None:
    assert history.end() is None
    history.finish(RunEnd("failed", 3.0))
    history.finish(RunEnd("succeeded", 4.0))
    assert history.end() == RunEnd("succeeded", 4.0)


def test_the_last_committed_attempt_wins(history: History) -> None:
    assert history.newest(TRAIN) is None
    for attempt in (10, 2, 9):
        history.commit(manifest(TRAIN, attempt))
    assert history.attempts(TRAIN) == [2, 9, 10]
    assert history.newest(TRAIN) == manifest(TRAIN, 10)
    assert history.attempt(TRAIN, 2) == manifest(TRAIN, 2)
    with pytest.raises(Missing):
        history.attempt(TRAIN, 3)


def test_a_failed_attempt_is_not_a_committed_one(history: History) -> None:
    failures = [
        replace(manifest(TRAIN, number), error=Failure("ValueError", f"no {number}", "..."))
        for number in (0, 1, 10)
    ]
    for failure in reversed(failures):
        history.record_failure(failure)
    history.commit(manifest(TRAIN, 2))
    assert history.failures(TRAIN) == failures
    assert history.attempts(TRAIN) == [2]
    assert history.failures(START) == []


def test_arrivals_tell_who_came_before(history: History) -> None:
    join = TaskId("join", "")
    history.arrive(join, "12", TRAIN)
    history.arrive(join, "0", TaskId("train", "0"))
    assert history.arrival(join, "12") == TRAIN
    assert history.arrival(join, "0") == TaskId("train", "0")
    assert history.arrival(join, "1") is None
    assert history.arrival(START, "-") is None


def test_a_later_attempt_arrives_in_the_place_of_an_earlier_one(history: History) -> None:
    history.arrive(TaskId("end", ""), "-", TaskId("a", ""))
    history.arrive(TaskId("end", ""), "-", TaskId("b", ""))
    assert history.arrival(TaskId("end", ""), "-") == TaskId("b", "")


def test_logs_of_attempts(history: History) -> None:
    for attempt in (0, 1, 10):
        history.store.write(f"Flow/runs/17/train/3.0/logs/{attempt}.txt", [b"text"])
    assert history.logged(TRAIN) == [0, 1, 10]
    assert history.logged(START) == []


def test_steps_and_tasks(history: History) -> None:
    history.begin(RunRecord("Flow", "17", 1.5, "ada", "user:ada"))
    history.finish(RunEnd("failed", 3.0))
    history.commit(manifest(START))
    for path in ("10", "9", "3.10", "3.2"):
        history.commit(manifest(TaskId("train", path)))
    history.arrive(TaskId("join", ""), "9", TaskId("train", "9"))
    assert list(history.steps()) == ["join", "start", "train"]
    assert history.tasks("start") == [START]
    assert [task.path for task in history.tasks("train")] == ["3.2", "3.10", "9", "10"]
    assert history.tasks("end") == []


def test_two_runs_do_not_mix(history: History) -> None:
    history.commit(manifest(START))
    other = replace(history, run="18")
    assert other.newest(START) is None
    assert list(other.steps()) == []
    assert other.record() is None
