from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.ir.flow import Flow
from compiler.ir.region import Sequence
from compiler.ir.step import Retry
from tests.backends.argo.controller import Run
from tests.backends.argo.documents import documents
from tests.backends.flows import SPAN, make_flow, regions
from tests.backends.graphs import GRAPHS, Answers
from tests.backends.random_flows import random_graph
from tests.backends.reference import walk


def check(flow: Flow, region: Sequence, seed: int) -> Run:
    """Argo runs exactly the tasks that the tree says, each after those before it."""
    answers = Answers(flow, seed, narrowest=1)
    expected = walk(region, answers.choice, answers.width)
    (document, *_) = documents(flow, region=region)
    run = Run(document, answers.choice, answers.width, seed=seed)
    assert sorted(run.log) == sorted(expected)
    when = {instance: number for number, instance in enumerate(run.log)}
    for instance, before in expected.items():
        assert all(when[one] < when[instance] for one in before)
    assert run.phase == "Succeeded"
    return run


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("seed", range(8))
def test_argo_runs_what_the_tree_says(name: str, seed: int) -> None:
    flow = make_flow(GRAPHS[name])
    check(flow, regions(flow), seed)


@given(st.integers(0, 10**9), st.integers(0, 5))
@settings(max_examples=150, deadline=None)
def test_argo_runs_any_flow(shape: int, seed: int) -> None:
    flow = make_flow(random_graph(shape))
    check(flow, regions(flow), seed)


def test_a_turn_of_a_loop_costs_one_level_of_argos_stack() -> None:
    (document,) = documents(make_flow(GRAPHS["self loop"]))
    run = Run(document, lambda _, path: "end" if path == "96" else "a", lambda *_: 0)
    assert len([step for step, _ in run.log if step == "a"]) == 97
    # The controller refuses the 100th level (`maxStackDepth` of the workflow controller).
    assert run.deepest == 99


@pytest.mark.parametrize("step", ["start", "a", "b2"])
def test_nothing_runs_after_a_failure(step: str) -> None:
    flow = make_flow(GRAPHS["switch"])
    target = {"a": "a", "b2": "b"}.get(step, "end")
    (document,) = documents(flow)
    run = Run(document, lambda *_: target, lambda *_: 1, fails=lambda name, _: name == step)
    assert run.phase == "Failed"
    assert run.log[-1] == (step, "")


def test_a_failed_item_fails_the_run() -> None:
    (document,) = documents(make_flow(GRAPHS["nested foreach"]))
    run = Run(document, lambda *_: "", lambda *_: 2, fails=lambda _, path: path == "1.0.1")
    assert run.phase == "Failed"
    assert ("join_a", "") not in run.log


def test_members_of_a_gang_know_its_size() -> None:
    (document,) = documents(make_flow(GRAPHS["gang"]))
    run = Run(document, lambda *_: "", lambda *_: 3)
    assert run.sizes == {("a", "0"): "3", ("a", "1"): "3", ("a", "2"): "3"}


GANG_IN_FOREACH: dict[str, tuple[str, ...]] = {
    "start": ("foreach", "split"),
    "split": ("gang", "member"),
    "member": ("linear", "join_members"),
    "join_members": ("linear", "join"),
    "join": ("linear", "end"),
    "end": ("end",),
}


def test_a_gang_is_tried_again_as_a_whole() -> None:
    again = {"member": {"retry": Retry(times=2, wait_seconds=9, span=SPAN)}}
    (document,) = documents(make_flow(GANG_IN_FOREACH, again))
    times = Counter[tuple[str, str]]()

    def fails(step: str, path: str) -> bool:
        times[step, path] += 1
        return (step, path, times[step, path]) == ("member", "1.0", 1)

    run = Run(document, lambda *_: "", lambda *_: 2, fails)
    assert run.phase == "Succeeded"
    tried = zip(run.log, run.attempts, strict=True)
    assert sorted((path, attempt) for (step, path), attempt in tried if step == "member") == [
        *(("0.0", "0"), ("0.1", "0")),
        *(("1.0", "0"), ("1.0", "1"), ("1.1", "0"), ("1.1", "1")),
    ]
    (strategy,) = [one["retryStrategy"] for one in retried(document)]
    assert strategy["backoff"] == {"duration": "9", "factor": 1}
    assert run.sizes[("member", "1.1")] == "2"


def test_a_gang_without_retries_is_one_fan_out() -> None:
    (document,) = documents(make_flow(GANG_IN_FOREACH))
    assert retried(document) == []
    run = Run(document, lambda *_: "", lambda *_: 2, lambda _, path: path == "1.0")
    assert run.phase == "Failed"


def retried(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The templates that Argo tries again."""
    return [one for one in document["spec"]["templates"] if "retryStrategy" in one]


def test_like_steps_of_a_wide_branch_stay_small() -> None:
    names = [f"b{number}" for number in range(1000)]
    graph: dict[str, tuple[str, ...]] = {"start": ("branch", *names)}
    graph.update(dict.fromkeys(names, ("linear", "join")))
    graph.update({"join": ("linear", "end"), "end": ("end",)})
    (document,) = documents(make_flow(graph))
    assert sum("container" in template for template in document["spec"]["templates"]) == 1


def test_a_deep_nest_of_regions_is_no_problem() -> None:
    depth = 150
    graph: dict[str, tuple[str, ...]] = {"start": ("switch", "s0", "end")}
    graph.update({f"s{n}": ("switch", f"s{n + 1}", f"t{n}") for n in range(depth)})
    graph.update({f"t{n}": ("linear", "end") for n in range(depth)})
    graph.update({f"s{depth}": ("linear", "end"), "end": ("end",)})
    (document,) = documents(make_flow(graph))

    def inwards(step: str, _: str) -> str:
        return "s0" if step == "start" else f"s{int(step[1:]) + 1}"

    run = Run(document, inwards, lambda *_: 0)
    assert len(run.log) == depth + 3
