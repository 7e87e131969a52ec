from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.backends.argo import BACKEND
from compiler.backends.argo.fitting import MAX_TASKS, Group, balanced, fit
from compiler.backends.backend import Program
from compiler.diagnostics.report import Report
from compiler.ir.compute import Kubernetes
from compiler.ir.region import Sequence, Task
from compiler.settings import Settings
from tests.backends.argo.test_graph import check
from tests.backends.flows import SPAN, Graph, make_flow, regions
from tests.backends.graphs import GRAPHS
from tests.backends.random_flows import random_graph
from tests.schemas.validate import validate_documents


def chain(length: int, first: str = "start", last: str = "end") -> dict[str, tuple[str, ...]]:
    """Steps one after the other; the last one leads to `last`."""
    names = [first, *(f"{first}{number}" for number in range(1, length))]
    return {name: ("linear", after) for name, after in zip(names, [*names[1:], last], strict=True)}


def wide(width: int) -> dict[str, tuple[str, ...]]:
    branches = [f"b{number}" for number in range(width)]
    return {
        "start": ("branch", *branches),
        **dict.fromkeys(branches, ("linear", "join")),
        "join": ("linear", "end"),
        "end": ("end",),
    }


def split_joins(count: int) -> dict[str, tuple[str, ...]]:
    graph: dict[str, tuple[str, ...]] = {"start": ("linear", "s0")}
    for n in range(count):
        graph[f"s{n}"] = ("branch", f"a{n}", f"b{n}")
        graph[f"a{n}"] = graph[f"b{n}"] = ("linear", f"join{n}")
        graph[f"join{n}"] = ("linear", f"s{n + 1}" if n + 1 < count else "end")
    return {**graph, "end": ("end",)}


def mixed() -> dict[str, tuple[str, ...]]:
    """3,000 steps: a long loop, long branches, long items, long cases that share a tail."""
    return {
        "start": ("linear", "l"),
        **chain(400, "l", "again"),
        "again": ("switch", "l", "leave", "split"),
        "leave": ("linear", "end"),
        "split": ("branch", "p", "q", "r"),
        **chain(500, "p", "join_pqr"),
        **chain(3, "q", "join_pqr"),
        **chain(300, "r", "join_pqr"),
        "join_pqr": ("foreach", "item"),
        **chain(500, "item", "join_items"),
        "join_items": ("switch", "x", "y", "z"),
        **chain(400, "x", "tail"),
        **chain(300, "y", "tail"),
        **chain(300, "z", "other"),
        "other": ("switch", "tail", "end"),
        **chain(290, "tail", "end"),
        "end": ("end",),
    }


LARGE: dict[str, Graph] = {
    "a chain of 1,000": {**chain(999), "end": ("end",)},
    "1,000 branches": wide(1000),
    "300 splits": split_joins(300),
    "3,000 steps": mixed(),
}


def graph_sizes(document: dict[str, object]) -> Iterator[int]:
    spec = document["spec"]
    assert isinstance(spec, dict)
    for template in spec["templates"]:
        if "dag" in template:
            yield len(template["dag"]["tasks"])


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize("seed", range(2))
def test_large_flows_run_in_small_dags(name: str, seed: int) -> None:
    flow = make_flow(LARGE[name])
    run = check(flow, regions(flow), seed)
    assert max(graph_sizes(run.document)) <= MAX_TASKS
    assert run.deepest <= 6


@pytest.mark.parametrize("name", LARGE)
def test_large_flows_hold_against_the_schemas(name: str) -> None:
    flow = make_flow(LARGE[name])
    bundle = BACKEND.lower(Program(flow, regions(flow)), Settings(), Report())
    (content,) = bundle.documents.values()
    assert validate_documents(content) == []


@given(st.integers(0, 10**9), st.integers(0, 5), st.integers(8, 30))
@settings(max_examples=60, deadline=None)
def test_argo_runs_any_flow_in_small_dags(shape: int, seed: int, limit: int) -> None:
    """The drawn switches have five arms at most, so that ten tasks are always enough."""
    flow = make_flow(random_graph(shape))
    with patch("compiler.backends.argo.workflow.MAX_TASKS", limit):
        run = check(flow, regions(flow), seed)
    assert max(graph_sizes(run.document)) <= max(limit, 10)


@pytest.mark.parametrize("name", GRAPHS)
def test_what_fits_stays_as_it_is(name: str) -> None:
    region = regions(make_flow(GRAPHS[name]))
    assert fit(region) == region


def test_groups_are_equal_in_size_and_named_after_their_steps() -> None:
    flow = make_flow(LARGE["a chain of 1,000"])
    (document, *_) = [check(flow, regions(flow), 0).document]
    assert list(graph_sizes(document)) == [5, 200, 200, 200, 200, 200]
    (main, *_) = document["spec"]["templates"]
    names = [task["name"] for task in main["dag"]["tasks"]]
    assert names[:2] == ["start-through-start199", "start200-through-start399"]
    assert [task["template"] for task in main["dag"]["tasks"]] == names


def test_groups_are_grouped_where_they_are_too_many() -> None:
    fitted = fit(Sequence(tuple(Task(f"s{number}") for number in range(40_001))))
    assert [type(region) for region in fitted.children] == [Group, Group]
    (first, second) = fitted.children
    assert isinstance(first, Group)
    assert isinstance(second, Group)
    assert len(first.children) == 101
    assert len(second.children) == 100


def test_a_switch_that_is_too_wide_is_refused_at_its_step() -> None:
    arms = [f"a{number}" for number in range(250)]
    graph: dict[str, tuple[str, ...]] = {
        "start": ("linear", "pick"),
        "pick": ("switch", *arms),
        **dict.fromkeys(arms, ("linear", "end")),
        "end": ("end",),
    }
    assert problems_of(graph) == ["FC719"]
    flow = make_flow(graph)
    report = Report()
    BACKEND.lower(Program(flow, regions(flow)), Settings(), report)
    (found,) = report.errors
    assert found.span == flow.by_name["pick"].span
    assert "251 tasks" in found.message


def test_more_kinds_of_pods_than_templates_are_refused() -> None:
    graph: Graph = {**chain(199), "end": ("end",)}
    images: dict[str, dict[str, Any]] = {
        name: {"compute": Kubernetes(image=f"i:{name}", span=SPAN)} for name in graph
    }
    assert problems_of(graph, images) == ["FC720"]
    assert problems_of(graph, dict(list(images.items())[3:])) == []


def problems_of(graph: Graph, steps: dict[str, dict[str, Any]] | None = None) -> list[str]:
    flow, report = make_flow(graph, steps), Report()
    BACKEND.lower(Program(flow, regions(flow)), Settings(), report)
    return [found.code for found in report.errors]


@given(st.lists(st.integers(0, 6)), st.integers(6, 20))
def test_stretches_are_few_and_small(sizes: list[int], limit: int) -> None:
    stretches = balanced(sizes, limit)
    assert [at for start, end in stretches for at in range(start, end)] == list(range(len(sizes)))
    totals = [sum(sizes[start:end]) for start, end in stretches]
    assert max(totals) <= limit
    assert all(one + other > max(totals) for one, other in pairwise(totals))
