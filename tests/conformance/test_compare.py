"""Each way in which two outcomes can differ is found, and said with its place."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.conformance.case import Case, Command
from tests.conformance.compare import assert_same, differences
from tests.conformance.outcome import Outcome, Record, outcome_of
from tests.conformance.printed import own_lines

TASK: dict[str, Any] = {
    "step": "work",
    "indexes": [1],
    "member": False,
    "order": [3],
    "succeeded": True,
    "reused": False,
    "attempts": 1,
    "artifacts": {"x": "1"},
    "printed": [{"stdout": ["a line"], "stderr": []}],
}


def outcome(*tasks: dict[str, Any], status: int = 0) -> Outcome:
    return outcome_of(Record(status, [dict(task) for task in tasks], ""))


def test_the_same_is_the_same() -> None:
    assert differences(outcome(TASK), outcome(TASK)) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"succeeded": False}, "work[1]\n"),
        ({"reused": True}, "work[1]\n"),
        ({"attempts": 2}, "work[1]\n"),
        ({"artifacts": {"x": "1.0"}}, "work[1] self.x\n"),
        ({"artifacts": {"x": "1", "y": "1"}}, "work[1] self.y\n"),
        ({"artifacts": {}}, "work[1] self.x\n"),
        ({"printed": [{"stdout": [], "stderr": []}]}, "work[1] stdout of attempt 0\n"),
        ({"printed": [{"stdout": ["a line"], "stderr": ["e"]}]}, "work[1] stderr of attempt 0\n"),
        ({"printed": TASK["printed"] * 2}, "work[1] stdout of attempt 1\n"),
        ({"printed": []}, "work[1] stdout of attempt 0\n"),
    ],
)
def test_a_task_that_differs(change: dict[str, Any], where: str) -> None:
    (found,) = differences(outcome(TASK), outcome(TASK | change))
    assert found.startswith(where)


def test_tasks_and_status_that_differ() -> None:
    found = differences(outcome(TASK), outcome(TASK | {"indexes": [2]}, status=1))
    assert [text.splitlines()[0] for text in found] == ["exit status", "work[1]", "work[2]"]


def test_where_nothing_ran_any_failure_is_the_same() -> None:
    assert differences(outcome(status=1), outcome(status=2)) == []
    assert differences(outcome(status=0), outcome(status=2)) != []
    assert differences(outcome(TASK, status=1), outcome(TASK, status=2)) != []


def test_turns_of_a_loop_are_in_the_order_of_their_start() -> None:
    tasks = [TASK | {"order": [number], "artifacts": {"n": str(number)}} for number in (10, 9)]
    named = outcome(*tasks).tasks
    assert {place: task.artifacts["n"] for place, task in named.items()} == {
        "work[1]": "9",
        "work[1]#1": "10",
    }


def test_members_of_a_gang_share_what_they_print() -> None:
    def member(index: int, *lines: str) -> dict[str, Any]:
        printed = [{"stdout": list(lines), "stderr": []}]
        return TASK | {"member": True, "indexes": [index], "printed": printed}

    together = outcome(member(0, "b", "a"), member(1))
    apart = outcome(member(0, "a"), member(1, "b"))
    assert differences(together, apart) == []
    assert differences(together, outcome(member(0, "a"), member(1))) != []


def test_run_ids_and_lines_left_out_are_not_compared() -> None:
    one, other = (
        outcome(TASK | {"printed": [{"stdout": [f"run {run}", note], "stderr": []}]})
        for run, note in (("1795378364418210", "note 1"), ("1795378364418211", "note 2"))
    )
    assert differences(one, other, re.compile("note .")) == []
    assert differences(one, other) != []


def test_the_report_names_the_command_and_both_values() -> None:
    case = Case("train", {}, (Command("flow.py"),))
    other = replace(outcome(TASK | {"artifacts": {"x": "2"}}), console="what flowc said")
    with pytest.raises(pytest.fail.Exception) as failed:
        assert_same(case, [outcome(TASK)], [other])
    for text in (
        "train: run flow.py",
        "work[1] self.x",
        "Metaflow: 1",
        "flowc:    2",
        "what flowc",
    ):
        assert text in str(failed.value)


def test_of_metaflow_s_report_of_a_failure_the_exception_is_left() -> None:
    report = [
        "own line",
        "<flow TrainFlow step start> failed:",
        "    Internal error",
        "Traceback (most recent call last):",
        '  File "flow.py", line 3, in start',
        "    1 / 0",
        "ZeroDivisionError: division by zero",
        "",
        "Task failed.",
    ]
    assert own_lines(report) == ["own line", report[-3]]
    of_metaflow_s_own = [
        *report[:2],
        "    Unhandled artifacts in merge:",
        "    [x].",
        "Task failed.",
    ]
    assert own_lines(of_metaflow_s_own) == ["own line"]


def test_of_a_caught_exception_the_exception_is_left() -> None:
    report = [
        "own line",
        "@catch caught an exception from <flow TrainFlow step start>",
        ">  Traceback (most recent call last):",
        '>    File "flow.py", line 3, in start',
        ">  ValueError: no",
    ]
    assert own_lines(report) == ["own line", "ValueError: no"]
