from __future__ import annotations

from collections.abc import Iterable

import networkx
from hypothesis import given
from hypothesis import strategies as st

from compiler.ir.graph import backwards, components, known_edges, reachable, transition_span
from tests.ir.flows import at, flow

NAMES = "abcdefgh"
edges = st.fixed_dictionaries(
    {name: st.lists(st.sampled_from(NAMES), max_size=3, unique=True).map(tuple) for name in NAMES}
)


@given(edges)
def test_components_are_those_that_networkx_finds(graph: dict[str, tuple[str, ...]]) -> None:
    found = components(graph)
    arrows: dict[str, Iterable[str]] = {**graph}
    oracle: networkx.DiGraph[str] = networkx.DiGraph(arrows)
    expected = networkx.strongly_connected_components(oracle)
    assert {frozenset(part) for part in found} == {frozenset(part) for part in expected}
    told: set[str] = set()
    for part in found:
        told.update(part)
        assert all(target in told for name in part for target in graph[name])


def test_known_edges_leave_out_unknown_and_repeated_targets() -> None:
    assert known_edges(flow("start: ? a, nowhere, a\na: end\nend:")) == {
        "start": ("a",),
        "a": ("end",),
        "end": (),
    }


def test_edges_backwards_and_what_they_reach() -> None:
    graph = {"a": ("b", "c"), "b": ("c",), "c": (), "d": ("c",)}
    assert backwards(graph) == {"a": (), "b": ("a",), "c": ("a", "b", "d"), "d": ()}
    assert reachable(graph, ["b"]) == {"b", "c"}


def test_a_step_without_a_transition_is_shown_at_its_name() -> None:
    steps = flow("start: end\nend:").by_name
    assert transition_span(steps["start"]) == at(1, 9)
    assert transition_span(steps["end"]) == at(2)
