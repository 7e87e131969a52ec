from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from tests.cli.conftest import Flowc
from tests.runtime_shim.client.stores import BAD, MadeRun, finished_run

ALL = """\
start | hello
start | careful
train/0 | item a
train/1 | ValueError: no b
train/1 #1 | item b
train/2 | item c
"""


def test_all_of_a_run_in_the_order_of_time(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    result = flowc("logs", "17")
    assert (result.code, result.err) == (0, "")
    assert result.out == flowc("logs").out == ALL


def test_what_moves_the_cursor_is_left_to_a_single_task(store: Path, flowc: Flowc) -> None:
    MadeRun(store, "F", "1").begin().log("start", "", ("stdout", "10%\r\x1b[31m20%"))
    assert flowc("logs", "1").out == "start | 20%\n"
    assert flowc("logs", "1/start/-").out == "10%\r\x1b[31m20%\n"


def test_of_a_step(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    assert flowc("logs", "17/start").out == "start | hello\nstart | careful\n"
    assert flowc("logs", "latest/train").out == "".join(ALL.splitlines(keepends=True)[2:])


def test_one_task_is_what_it_printed_and_nothing_else(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    assert flowc("logs", "17/start/-").out == "hello\ncareful\n"
    assert flowc("logs", "17/train/1").out == "item b\n"
    assert flowc("logs", "17/train/1", "--attempt", "0").out == "ValueError: no b\n"
    assert flowc("logs", "17/end/-").out == ""


def test_one_stream(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    assert flowc("logs", "17/start", "--stdout").out == "start | hello\n"
    assert flowc("logs", "17", "--stderr").out == "start | careful\ntrain/1 | ValueError: no b\n"


def test_one_attempt(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    assert flowc("logs", "17", "--attempt", "1").out == "train/1 #1 | item b\n"


def test_timestamps(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    assert flowc("logs", "17/start", "--timestamps", "--stdout").out == (
        "2023-11-14T22:13:22.000Z start | hello\n"
    )
    assert flowc("logs", "17/start/-", "--timestamps", "--stdout").out == (
        "2023-11-14T22:13:22.000Z hello\n"
    )


def test_colours_on_demand(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    assert flowc("logs", "17/start/-", "--color", "always").out == (
        "hello\n\x1b[33mcareful\x1b[0m\n"
    )


def test_reused_tasks_show_what_they_printed_where_they_ran(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    MadeRun(store, "TrainFlow", "20").begin(origin="17").task("start", origin="17")
    assert flowc("logs", "20").out == "start | hello\nstart | careful\n"


def test_following_ends_with_the_run(
    store: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = MadeRun(store, "F", "1").begin(process=os.getpid(), host=socket.gethostname())
    made.log("start", "", ("stdout", "one"))
    naps: list[float] = []

    def nap(seconds: float) -> None:
        """What happens while the command sleeps."""
        naps.append(seconds)
        if len(naps) == 1:
            made.log("start", "", ("stdout", "one"), ("stdout", "two"))
        elif len(naps) == 2:
            made.log("end", "", ("stderr", "three")).end()

    monkeypatch.setattr("compiler.cli.logs.time.sleep", nap)
    result = flowc("logs", "--follow")
    assert (result.code, result.out) == (0, "start | one\nstart | two\nend | three\n")
    assert len(naps) == 2


def test_following_a_run_that_is_over(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    assert flowc("logs", "17", "-f").out == ALL


def test_what_is_not_there(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    result = flowc("logs", "17/strat")
    assert (result.code, result.out) == (2, "")
    assert "did you mean `start`?" in result.err


def test_an_attempt_that_is_not_there(store: Path, flowc: Flowc) -> None:
    made = finished_run(store)
    for pathspec in ("17/train", "17/train/1"):
        result = flowc("logs", pathspec, "--attempt", "7")
        assert (result.code, result.out) == (2, "")
        assert "has no attempt 7; they count from 0, and the last is 1\n" in result.err
    made.task("train", "1", attempt=2, error=BAD)  # it printed nothing
    assert flowc("logs", "17/train/1", "--attempt", "2").code == 0
