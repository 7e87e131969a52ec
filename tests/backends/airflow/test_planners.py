"""The functions of a file do what they say, over a datastore in a folder."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from compiler.backends.airflow.batch import JOB_FUNCTION
from compiler.backends.airflow.planners import Planner
from compiler.backends.airflow.python import Call
from runtime_shim import contract
from tests.backends.airflow.dag_texts import file, task

Function = Callable[..., Any]


class FakeFailException(Exception):
    """Stands for Airflow's."""


class FakeSkipException(Exception):
    """Stands for Airflow's."""


@pytest.fixture
def functions(tmp_path: Path) -> dict[str, Function]:
    """Those of a file with all planners.

    There is no Airflow here: its decorator, which would make tasks of them, leaves them as they
    are, and its path is that of a folder.
    """
    runs = Call("ObjectStoragePath", (str(tmp_path / contract.runs_folder("F")),))
    text = file(task("a"), planners=Planner, runs=runs, functions=(JOB_FUNCTION,))
    tree = ast.parse(text)
    imports = ast.Import | ast.ImportFrom | ast.Try
    tree.body = [statement for statement in tree.body if not isinstance(statement, imports)]
    given: dict[str, Any] = {
        "AirflowFailException": FakeFailException,
        "AirflowSkipException": FakeSkipException,
        "DAG": lambda **_: nullcontext(),
        "ObjectStoragePath": Path,
        "T": str,
        "ThreadPoolExecutor": ThreadPoolExecutor,
        "json": json,
        "task": lambda **_: lambda function: function,
        "timedelta": timedelta,
    }
    exec(compile(tree, "dag.py", "exec"), given)  # noqa: S102 - what the file defines
    return given


@pytest.fixture
def leave(tmp_path: Path) -> Callable[[str, str, str, str], None]:
    """Writes what a task has left for the scheduler, where the runtime does."""

    def write(step: str, path: str, name: str, text: str) -> None:
        place = tmp_path / contract.result_key("F", "run", step, path, name)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)

    return write


def test_the_arguments_of_a_task_are_those_of_the_runtime(functions: dict[str, Function]) -> None:
    attempt = "{{ ti.try_number - 1 }}"
    first = "{{ [ti.max_tries - task.retries, 0] | max }}"
    step, job = functions["step"], functions["job"]
    assert step("a", "1.0") == [*contract.step_arguments("a", "1.0", attempt, first)]
    assert step("a") == [*contract.step_arguments("a", "-", attempt, first)]
    assert job("a", "1.0") == {"step": "a", "path": "1.0", "attempt": attempt, "first": first}


def test_the_items_of_tasks_in_their_order(
    functions: dict[str, Function], leave: Callable[[str, str, str, str], None]
) -> None:
    items = functions[Planner.ITEMS.value]
    leave("start", "", "paths", '["0","1"]')
    assert items("start", ["-"], "run") == ["0", "1"]
    leave("a", "0", "paths", "[]")
    leave("a", "1", "paths", '["1.0","1.1"]')
    leave("a", "2.0", "paths", '["2.0.0"]')
    assert items("a", ["2.0", "0", "1"], "run") == ["2.0.0", "1.0", "1.1"]
    assert items("a", [], "run") == []


def test_the_paths_that_a_switch_has_sent_somewhere(
    functions: dict[str, Function], leave: Callable[[str, str, str, str], None]
) -> None:
    for path, target in (("0", "b"), ("1", "c"), ("2", "b")):
        leave("a", path, "choice", target)
    chosen = functions[Planner.CHOSEN.value]
    assert chosen("a", "b", ["0", "1", "2"], "run") == ["0", "2"]
    assert chosen("a", "c", ["0", "1", "2"], "run") == ["1"]
    assert chosen("a", "end", ["0", "1", "2"], "run") == []


def test_what_a_switch_has_not_chosen_is_skipped(
    functions: dict[str, Function], leave: Callable[[str, str, str, str], None]
) -> None:
    leave("a", "", "choice", "b")
    only = functions[Planner.ONLY.value]
    only("a", "b", "-", "run")
    with pytest.raises(FakeSkipException, match="a has chosen b"):
        only("a", "c", "-", "run")


def test_what_nobody_has_left_fails(functions: dict[str, Function]) -> None:
    with pytest.raises(FileNotFoundError):
        functions[Planner.ITEMS.value]("start", ["-"], "run")


def test_lists_become_one_in_the_order_of_the_items(functions: dict[str, Function]) -> None:
    together = functions[Planner.TOGETHER.value]
    assert together(["10", "2"], [], ["9.1", "9.0", "1"]) == ["1", "2", "9.0", "9.1", "10"]


def test_paths_in_a_turn_of_a_loop(functions: dict[str, Function]) -> None:
    turn = functions[Planner.TURN.value]
    assert turn(["0", "1"], 0, 0) == ["0.0", "1.0"]
    assert turn(["0.0", "1.0"], 1, 1) == ["0.1", "1.1"]
    assert turn(["0.1.2", "1.1.2"], 2) == ["0", "1"]
    assert turn(["0"], 0) == ["0"]


def test_a_loop_that_goes_on_fails(functions: dict[str, Function]) -> None:
    no_more = functions[Planner.NO_MORE.value]
    no_more("a", 3, [])
    with pytest.raises(FakeFailException, match="loop at a goes on after 3 turns: raise max-loop"):
        no_more("a", 3, ["0"])
