from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from compiler.backends.stepfunctions.maps import MAX_OPEN_MAPS
from tests.backends.flows import Graph, make_flow
from tests.backends.stepfunctions.documents import SETTINGS, machine_of


def nested(levels: int) -> Graph:
    """A foreach in a foreach in a foreach..."""
    graph: dict[str, tuple[str, ...]] = {"start": ("foreach", "s1")}
    graph |= {f"s{n}": ("foreach", f"s{n + 1}") for n in range(1, levels)}
    graph[f"s{levels}"] = ("linear", f"join{levels}")
    graph |= {f"join{n}": ("linear", f"join{n - 1}") for n in range(2, levels + 1)}
    return {**graph, "join1": ("linear", "end"), "end": ("end",)}


def concurrency(machine: dict[str, Any]) -> list[int]:
    """That of each level."""
    for state in machine["States"].values():
        if state["Type"] == "Map":
            return [state["MaxConcurrency"], *concurrency(state["ItemProcessor"])]
    return []


@pytest.mark.parametrize("levels", [1, 2, 3, 4, 5])
def test_one_run_never_has_more_maps_open_than_an_account_may(levels: int) -> None:
    found = concurrency(machine_of(make_flow(nested(levels))))
    assert len(found) == levels
    assert found[-1] == 1000
    running = opened = 1
    for width in found[:-1]:
        running *= width
        opened += running
    assert opened < MAX_OPEN_MAPS
    if levels > 1:
        assert found[0] > 1


def test_the_setting_is_the_most_that_any_level_has() -> None:
    limits = replace(SETTINGS.stepfunctions, max_concurrency=10)
    settings = replace(SETTINGS, stepfunctions=limits)
    assert concurrency(machine_of(make_flow(nested(3)), settings)) == [10, 10, 10]


def test_labels_fit_and_tell_apart() -> None:
    one, other = f"{'x' * 60}1", f"{'x' * 60}2"
    graph: Graph = {
        "start": ("linear", one),
        one: ("foreach", "a"),
        "a": ("linear", "join1"),
        "join1": ("linear", other),
        other: ("foreach", "b"),
        "b": ("linear", "join2"),
        "join2": ("linear", "end"),
        "end": ("end",),
    }
    states = machine_of(make_flow(graph))["States"].values()
    labels = [state["Label"] for state in states if state["Type"] == "Map"]
    assert len(set(labels)) == 2
    assert all(len(label) <= 40 for label in labels)
