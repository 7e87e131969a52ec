from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runtime_shim.exceptions import InvalidNextException
from runtime_shim.flow.state import state_of
from runtime_shim.flow.transition import (
    Transition,
    UnplannedTransition,
    agreed_transition,
    planned_transition,
)
from runtime_shim.plan import Case, Edge, PlanStep
from tests.runtime_shim.task.objects import flow_in


def made(flow: Any) -> Transition | None:
    state = state_of(flow)
    assert state is not None
    return state.transition


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda f: f.next(f.left), Transition("linear", ("left",))),
        (lambda f: f.next(f.left, f.right), Transition("branch", ("left", "right"))),
        (
            lambda f: f.next(f.left, foreach="items"),
            Transition("foreach", ("left",), items="items", width=3),
        ),
        (lambda f: f.next(f.left, num_parallel=4), Transition("gang", ("left",), width=4)),
        (
            lambda f: f.next({"a": f.left, "b": f.right}, condition="choice"),
            Transition("switch", ("right",)),
        ),
    ],
)
def test_each_kind(tmp_path: Path, call: Callable[[Any], None], expected: Transition) -> None:
    flow = flow_in(tmp_path)
    flow.items, flow.choice = iter([5, 6, 7]), "b"
    call(flow)
    assert made(flow) == expected


@pytest.mark.parametrize(
    ("items", "width"), [({"a": 1, "b": 2}, 2), ("abc", 3), ({4}, 1), (range(7), 7)]
)
def test_a_foreach_goes_over_whatever_is_iterable(
    tmp_path: Path, items: object, width: int
) -> None:
    flow = flow_in(tmp_path)
    flow.items = items
    flow.next(flow.left, foreach="items")
    transition = made(flow)
    assert transition is not None
    assert transition.width == width


def test_a_table_is_gone_over_by_what_iterating_gives_not_by_its_length(tmp_path: Path) -> None:
    class Table:
        def __len__(self) -> int:
            return 100

        def __iter__(self) -> Any:
            return iter(["column_a", "column_b"])

    flow = flow_in(tmp_path)
    flow.items = Table()
    flow.next(flow.left, foreach="items")
    transition = made(flow)
    assert transition is not None
    assert transition.width == 2


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda f: f.next(), "needs a step to go to"),
        (lambda f: f.next(f.left, wait=3), "no argument `wait`"),
        (lambda f: f.next("left"), "the argument 1 of self.next() is not a step"),
        (lambda f: f.next(f.left, print), "the argument 2 of self.next() is not a step"),
        (lambda f: f.next({"a": f.left}), "needs `condition=`"),
        (lambda f: f.next(f.left, condition="x"), "goes with one dictionary"),
        (lambda f: f.next({}, condition="x"), "goes with one dictionary"),
        (lambda f: f.next({1: f.left}, condition=1), "the name of an artifact"),
        (lambda f: f.next({1: f.left}, condition="x", foreach="y"), "neither `foreach`"),
        (lambda f: f.next({1: f.left}, condition="x"), "names self.x, which does not exist"),
        (
            lambda f: f.next({"SomeFlow": "left"}, condition="name"),
            "the case 'SomeFlow' is not a step",
        ),
        (lambda f: f.next(f.left, foreach="x"), "names self.x, which does not exist"),
        (lambda f: f.next(f.left, foreach=["a"]), "the name of an artifact"),
        (lambda f: f.next(f.left, f.right, foreach="many"), "exactly one step"),
        (lambda f: f.next(f.left, foreach="none"), "foreach over self.none fails"),
        (lambda f: f.next(f.left, foreach="empty"), "has no items"),
        (lambda f: f.next(f.left, num_parallel=0), "at least 1, not 0"),
        (lambda f: f.next(f.left, num_parallel=-2), "at least 1, not -2"),
        (lambda f: f.next(f.left, num_parallel=2.5), "a whole number, not 2.5"),
        (lambda f: f.next(f.left, f.right, num_parallel=2), "exactly one step"),
    ],
)
def test_what_makes_no_transition(tmp_path: Path, call: Callable[[Any], None], reason: str) -> None:
    flow = flow_in(tmp_path)
    flow.many, flow.none, flow.empty = [1], None, []
    with pytest.raises((InvalidNextException, RuntimeError), match=re.escape(reason)):
        call(flow)
    assert made(flow) is None


def test_a_value_without_a_case_names_the_cases(tmp_path: Path) -> None:
    flow = flow_in(tmp_path)
    flow.choice = "c"
    with pytest.raises(RuntimeError, match=r"'choice' has value 'c'.*\['a', 'b'\]"):
        flow.next({"a": flow.left, "b": flow.right}, condition="choice")


def test_next_is_called_once(tmp_path: Path) -> None:
    flow = flow_in(tmp_path)
    flow.next(flow.left)
    with pytest.raises(InvalidNextException, match="more than once"):
        flow.next(flow.left)


EDGES = {"left": Edge(), "right": Edge()}
SWITCH = PlanStep("s", "switch", EDGES, condition="c", cases=(Case(True, "left"),))
FOREACH = PlanStep("s", "foreach", {"left": Edge(item=True)}, items="items")


@pytest.mark.parametrize(
    ("transition", "step"),
    [
        (None, PlanStep("s", "linear", EDGES)),
        (Transition("linear", ("left",)), PlanStep("s", "branch", EDGES)),
        (Transition("branch", ("right", "left")), PlanStep("s", "branch", EDGES)),
        (Transition("switch", ("end",)), SWITCH),
        (Transition("linear", ("left",)), SWITCH),
        (Transition("foreach", ("left",), "others", 2), FOREACH),
        (Transition("gang", ("left",), None, 2), FOREACH),
    ],
)
def test_another_transition_than_the_plans(transition: Transition | None, step: PlanStep) -> None:
    with pytest.raises(UnplannedTransition):
        agreed_transition(transition, step)


@pytest.mark.parametrize(
    ("transition", "step"),
    [
        (Transition("branch", ("left", "right")), PlanStep("s", "branch", EDGES)),
        (Transition("switch", ("right",)), SWITCH),
        (Transition("foreach", ("left",), "items", 2), FOREACH),
    ],
)
def test_the_transition_of_the_plan(transition: Transition, step: PlanStep) -> None:
    assert agreed_transition(transition, step) is transition


def test_the_end_goes_nowhere() -> None:
    assert agreed_transition(None, PlanStep("end", "end")) == Transition("end", ())


def test_only_what_does_not_depend_on_values_is_planned() -> None:
    assert planned_transition(FOREACH) is None
    assert planned_transition(SWITCH) is None
    assert planned_transition(PlanStep("end", "end")) == Transition("end", ())
    branch = PlanStep("s", "branch", EDGES)
    assert planned_transition(branch) == Transition("branch", ("left", "right"))
