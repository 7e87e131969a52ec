from __future__ import annotations

import json
import os
import shutil
import socket
from pathlib import Path

import pytest

from runtime_shim.manifest import Failure, TaskId
from tests.cli.conftest import Flowc
from tests.cli.test_completion import candidates
from tests.runtime_shim.client.stores import BAD, Clock, MadeRun, failed_run, finished_run


def tasks(text: str) -> list[list[str]]:
    """The rows of the table of tasks."""
    part = next(part for part in text.split("\n\n") if part.startswith("STEP"))
    return [line.split() for line in part.splitlines()[1:]]


def test_a_run(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    result = flowc("show", "17")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines()[1].split()[:2] == ["TrainFlow/17", "succeeded"]
    assert tasks(result.out) == [
        ["start", "-", "done", "1", "1.0s", "train", "x", "3"],
        ["train", "0", "done", "1", "1.0s", "join"],
        ["train", "1", "done", "2", "1.0s", "join"],
        ["train", "2", "done", "1", "1.0s", "join"],
        ["join", "-", "done", "1", "1.0s", "end"],
        ["end", "-", "done", "1", "1.0s"],
    ]
    assert "\x1b" not in result.out


def test_why_a_run_failed(store: Path, flowc: Flowc) -> None:
    failed_run(store)
    out = flowc("show").out
    assert tasks(out)[1] == ["train", "-", "failed", "1", "1.0s"]
    assert "TrainFlow/18/train/- failed: ValueError: no b\n" in out
    assert "flowc logs TrainFlow/18/train/-" in out
    assert "To go on with it: flowc resume --run 18\n" in out


def test_commands_that_are_advised_name_the_datastore(
    store: Path, project: Path, flowc: Flowc
) -> None:
    failed_run(project / "my runs")
    out = flowc("show", "--datastore", "my runs").out
    assert "flowc resume --run 18 --datastore 'my runs'\n" in out
    assert "flowc logs TrainFlow/18/train/- --datastore 'my runs'\n" in out


@pytest.mark.parametrize("command", ["show", "logs", "artifacts", "card"])
def test_the_newest_run_is_the_newest_of_ones_own(store: Path, flowc: Flowc, command: str) -> None:
    clock = Clock()
    finished_run(store, clock=clock)
    MadeRun(store, "TrainFlow", "18", clock).begin(user="bob").task("start").end()
    own = flowc(command, "17")
    assert flowc(command).out == flowc(command, "TrainFlow").out == own.out
    assert own.out
    shutil.rmtree(store / "TrainFlow" / "runs" / "17")
    result = flowc(command, "TrainFlow")
    assert result.code == 2
    assert (
        "no run of TrainFlow in the namespace user:ann; in others the newest is TrainFlow/18"
        in (result.err)
    )


def test_a_step_that_the_run_has_not_reached(store: Path, flowc: Flowc) -> None:
    failed_run(store)
    said = "the run TrainFlow/18 has not reached a step `join`; so far it has start, train\n"
    assert said in flowc("show", "18/join").err


def test_tags_with_blanks_are_quoted(store: Path, flowc: Flowc) -> None:
    MadeRun(store, "F", "1").begin(tags=("to keep", "nightly")).end()
    for command in ("show", "runs"):
        assert ' "to keep" nightly\n' in flowc(command).out


def test_why_a_run_was_interrupted(store: Path, flowc: Flowc) -> None:
    made = MadeRun(store, "F", "1").begin().task("start", to=("end",))
    made.end("interrupted", "What the run printed could not be written: Broken pipe.")
    assert "\nWhat the run printed could not be written: Broken pipe.\n" in flowc("show").out
    found = json.loads(flowc("show", "--format", "json").out)
    assert found["reason"] == "What the run printed could not be written: Broken pipe."


def test_tasks_in_every_state(store: Path, flowc: Flowc) -> None:
    def make(run: str, process: int | None) -> None:
        made = MadeRun(store, "F", run).begin(
            process=process, host=socket.gethostname(), origin="0"
        )
        made.task("start", to=("a", "b", "c", "d"), origin="0")
        made.task("a", error=BAD).task("a", attempt=1, error=BAD, caught=True, to=("join",))
        made.task("b", error=BAD).log("b", "", ("stdout", "again"), attempt=1)
        made.log("c", "", ("stdout", "so far"))
        made.history.arrive(TaskId("d", ""), "-", TaskId("start", ""))

    make("1", os.getpid())
    out = flowc("show", "F/1").out
    assert "It resumed F/0." in out
    assert [row[:4] for row in tasks(out)] == [
        ["start", "-", "reused", "1"],
        ["a", "-", "caught", "2"],
        ["b", "-", "running", "2"],
        ["c", "-", "running", "1"],
        ["d", "-", "pending", "0"],
    ]
    assert "F/1/a/- was caught: ValueError: no b" in out

    make("2", None)
    states = {row[0]: row[2] for row in tasks(flowc("show", "F/2").out)}
    assert states == {"start": "reused", "a": "caught", "b": "stopped", "c": "stopped"}


def test_many_tasks_share_a_row(store: Path, flowc: Flowc) -> None:
    made = MadeRun(store, "F", "1").begin().task("start", to=("work",), width=30)
    for index in range(30):
        made.task("work", str(index), to=("join",), error=BAD if index == 7 else None)
    made.end("failed")
    assert tasks(flowc("show", "1").out) == [
        ["start", "-", "done", "1", "1.0s", "work", "x", "30"],
        ["work", "29", "tasks", "done", "29", "29.0s", "join"],
        ["work", "7", "failed", "1", "1.0s"],
    ]
    assert len(tasks(flowc("show", "1/work").out)) == 30


def test_one_task(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    out = flowc("show", "TrainFlow/17/train/1").out
    assert out.startswith("TrainFlow/17/train/1: done\n")
    assert "      0  failed " in out
    assert "      1  done " in out
    assert "from       start/-\nindex      1\nnext       join\nartifacts  x\ncards" in out


def test_one_task_that_failed_shows_its_traceback(store: Path, flowc: Flowc) -> None:
    failed_run(store)
    out = flowc("show", "18/train/-").out
    assert out.endswith("\nTraceback (most recent call last):\nValueError: no b\n")


def test_json(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    run = json.loads(flowc("show", "17/train/1", "--format", "json").out)
    (task,) = run.pop("tasks")
    assert run["status"] == "succeeded"
    assert run["tags"] == ["nightly"]
    assert task["state"] == "done"
    assert [attempt["state"] for attempt in task["attempts"]] == ["failed", "done"]
    assert task["attempts"][0]["error"]["type"] == "builtins.ValueError"
    assert task["attempts"][1]["error"] is None
    assert task["next"] == {"steps": ["join"], "width": None}
    assert task["inputs"] == [{"step": "start", "task": "-"}]
    assert (task["index"], task["artifacts"], task["cards"]) == (1, ["x"], ["default"])
    assert len(json.loads(flowc("show", "17", "--format", "json").out)["tasks"]) == 6


@pytest.mark.parametrize(
    "pathspec",
    ["17", "latest", "TrainFlow", "TrainFlow/17", "TrainFlow/latest", "TrainFlow/1", "7"],
)
def test_ways_to_name_a_run(store: Path, flowc: Flowc, pathspec: str) -> None:
    finished_run(store)
    MadeRun(store, "Other", "25", Clock(1.0)).begin().end()
    assert flowc("show", pathspec).out.splitlines()[1].startswith("TrainFlow/17 ")


@pytest.mark.parametrize(
    ("pathspec", "said"),
    [
        ("99", "there is neither a flow nor a run `99`"),
        ("TrianFlow/17", "neither a flow nor a run `TrianFlow`"),
        ("TrianFlow", "did you mean `TrainFlow`?"),
        ("TrainFlow/99", "there is no run `99` of TrainFlow"),
        ("train", "did you mean the step `latest/train`?"),
        ("TrainFlow/train", "did you mean the step `TrainFlow/latest/train`?"),
        ("1", "`1` may be 2 runs, such as TrainFlow/18, TrainFlow/17: write more of the id"),
        ("17/trian", "has no step `trian`; did you mean `train`?"),
        ("17/zzz", "has no step `zzz`; it has start, train, join, end"),
        ("17/train/9", "has no task `9`; it has 0 to 2"),
        ("17/train/0/x", "more parts than FLOW/RUN/STEP/TASK"),
        ("", "neither a flow nor a run ``"),
        ("../..", "neither a flow nor a run `..`"),
    ],
)
def test_what_is_not_there(store: Path, flowc: Flowc, pathspec: str, said: str) -> None:
    finished_run(store)
    failed_run(store)
    result = flowc("show", pathspec)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert "Traceback" not in result.err


def test_an_empty_datastore(store: Path, flowc: Flowc) -> None:
    result = flowc("show")
    assert result.code == 2
    assert f"there is no run in the datastore {store}" in result.err


def test_a_run_that_has_only_begun(store: Path, flowc: Flowc) -> None:
    MadeRun(store, "F", "1").begin()
    assert "No step has started.\n" in flowc("show").out


def test_a_step_that_is_only_waited_for(store: Path, flowc: Flowc) -> None:
    """Of a join that never came nothing is there but that tasks have led to it."""
    failed_run(store).history.arrive(TaskId("join", ""), "0", TaskId("start", ""))
    assert "`join` has not started.\n" in flowc("show", "18/join").out
    assert "name a step, such as TrainFlow/18/train" in flowc("artifacts", "18").err


def test_a_shell_completes_flows_runs_and_steps(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    failed_run(store)
    MadeRun(store, "Other", "1").begin()
    assert candidates("show", "") == ["Other", "TrainFlow"]
    runs = ["TrainFlow/latest", "TrainFlow/18", "TrainFlow/17"]
    assert candidates("logs", "Tr") == ["TrainFlow", *runs]
    assert candidates("show", "TrainFlow/") == runs
    assert candidates("card", "TrainFlow/17/t") == ["TrainFlow/17/train"]
    assert candidates("artifacts", "17/train/") == ["17/train/0", "17/train/1", "17/train/2"]
    assert candidates("runs", "T") == ["TrainFlow"]
    assert candidates("show", "nope/") == []


def test_what_tasks_say_cannot_control_the_terminal(store: Path, flowc: Flowc) -> None:
    bad = Failure("builtins.ValueError", "no\x1b[2J", "Traceback:\n\tx\x1b[31m\nValueError: no\n")
    made = MadeRun(store, "F", "1").begin(tags=("a\x1b[1m\nb",)).task("start", error=bad)
    made.end("failed")
    for arguments in (["show"], ["show", "latest/start/-"], ["runs"]):
        result = flowc(*arguments)
        assert (result.code, result.err) == (0, "")
        assert "\x1b" not in result.out
    assert "\tx\nValueError: no\n" in flowc("show", "latest/start/-").out
