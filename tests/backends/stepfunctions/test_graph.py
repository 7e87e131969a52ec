from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from compiler.backends.stepfunctions.kinds import Kind, step_kinds
from compiler.ir.flow import Flow
from compiler.settings import Settings
from tests.backends.flows import make_flow, regions
from tests.backends.graphs import GRAPHS, Answers
from tests.backends.random_flows import random_graph
from tests.backends.reference import walk
from tests.backends.stepfunctions.documents import SETTINGS, machine_of
from tests.backends.stepfunctions.run import Run

ARRAYS = replace(SETTINGS, stepfunctions=replace(SETTINGS.stepfunctions, foreach="array"))


def check(flow: Flow, seed: int, settings: Settings = SETTINGS) -> Run:
    """The machine runs exactly the tasks that the tree says, each after those before it."""
    answers, region = Answers(flow, seed), regions(flow)
    expected = walk(region, answers.choice, answers.width)
    kinds = step_kinds(flow, settings)
    arrays = [step for step, kind in kinds.items() if kind is Kind.ARRAY]
    machine = machine_of(flow, settings, region)
    run = Run(machine, answers.choice, answers.width, arrays=arrays)
    assert run.error is None
    assert sorted(run.log) == sorted(expected)
    when = {instance: number for number, instance in enumerate(run.log)}
    for instance, before in expected.items():
        assert all(when[one] < when[instance] for one in before)
    assert run.output == {}
    return run


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("settings", [SETTINGS, ARRAYS], ids=["map", "array"])
def test_a_machine_runs_what_the_tree_says(name: str, seed: int, settings: Settings) -> None:
    check(make_flow(GRAPHS[name]), seed, settings)


@given(st.integers(0, 10**9), st.integers(0, 5), st.sampled_from([SETTINGS, ARRAYS]))
@examples(max_examples=150, deadline=None)
def test_a_machine_runs_any_flow(shape: int, seed: int, settings: Settings) -> None:
    check(make_flow(random_graph(shape)), seed, settings)


@pytest.mark.parametrize("step", ["start", "a", "b2"])
def test_nothing_runs_after_a_failure(step: str) -> None:
    target = {"a": "a", "b2": "b"}.get(step, "end")
    machine = machine_of(make_flow(GRAPHS["switch"]))
    run = Run(machine, lambda *_: target, lambda *_: 1, fails=lambda name, _: name == step)
    assert run.error is not None
    assert run.error.cause == f"{step} "
    assert run.log[-1] == (step, "")


def test_a_failed_item_fails_the_run() -> None:
    machine = machine_of(make_flow(GRAPHS["nested foreach"]))
    run = Run(machine, lambda *_: "", lambda *_: 2, fails=lambda _, path: path == "1.0.1")
    assert run.error is not None
    assert ("join_a", "") not in run.log


def test_a_deep_nest_of_regions_is_no_problem() -> None:
    depth = 150
    graph: dict[str, tuple[str, ...]] = {"start": ("switch", "s0", "end")}
    graph.update({f"s{n}": ("switch", f"s{n + 1}", f"t{n}") for n in range(depth)})
    graph.update({f"t{n}": ("linear", "end") for n in range(depth)})
    graph.update({f"s{depth}": ("linear", "end"), "end": ("end",)})

    def inwards(step: str, _: str) -> str:
        return "s0" if step == "start" else f"s{int(step[1:]) + 1}"

    run = Run(machine_of(make_flow(graph)), inwards, lambda *_: 0)
    assert len(run.log) == depth + 3


def test_a_loop_of_many_turns_does_not_grow() -> None:
    machine = machine_of(make_flow(GRAPHS["self loop"]))
    run = Run(machine, lambda _, path: "end" if path == "999" else "a", lambda *_: 0)
    assert len([step for step, _ in run.log if step == "a"]) == 1000
