from __future__ import annotations

from itertools import pairwise

import pytest

from compiler.backends.backend import Program
from compiler.backends.stepfunctions import BACKEND
from compiler.backends.stepfunctions.history import events
from compiler.diagnostics.report import Report
from tests.backends.flows import Graph, make_flow, regions
from tests.backends.graphs import GRAPHS
from tests.backends.stepfunctions.asl import Execution
from tests.backends.stepfunctions.documents import SETTINGS, machine_of


def line(length: int) -> Graph:
    """So many steps, one after the other."""
    names = ["start", *(f"step_{number:04}" for number in range(length - 2)), "end"]
    graph: dict[str, tuple[str, ...]] = {name: ("linear", after) for name, after in pairwise(names)}
    return {**graph, "end": ("end",)}


def problems(graph: Graph) -> list[str]:
    flow, report = make_flow(graph), Report()
    BACKEND.lower(Program(flow, regions(flow), "0" * 64), SETTINGS, report)
    return [found.code for found in report.diagnostics]


def test_a_thousand_steps_fit() -> None:
    assert problems(line(1000)) == []


def test_a_machine_of_more_than_a_megabyte_is_refused() -> None:
    assert problems(line(2000)) == ["FC730"]


def test_a_history_of_more_than_an_execution_has_is_refused() -> None:
    assert "FC737" in problems(line(3600))


def test_the_items_of_a_foreach_have_a_history_of_their_own() -> None:
    graph: dict[str, tuple[str, ...]] = {"start": ("foreach", "s0")}
    graph |= {f"s{number}": ("linear", f"s{number + 1}") for number in range(500)}
    graph |= {"s500": ("linear", "join"), "join": ("linear", "end"), "end": ("end",)}
    assert events(regions(make_flow(graph))) < 50


@pytest.mark.parametrize("name", ["line", "branch", "switch", "foreach"])
def test_no_state_is_left_out_of_the_count(name: str) -> None:
    """Each state that is entered writes two events at the least."""
    flow = make_flow(GRAPHS[name])
    execution = Execution(lambda *_: {"Body": "b"}, lambda *_: [])
    execution.run(machine_of(flow))
    assert events(regions(flow)) >= 2 * len(execution.states) - 2
