from __future__ import annotations

import networkx
from hypothesis import given
from hypothesis import strategies as st

from compiler.ir.dominators import NONE, Tree, immediate_dominators, reverse_postorder
from tests.work import calls

graphs = st.integers(1, 12).flatmap(
    lambda count: st.lists(
        st.lists(st.integers(0, count - 1), max_size=4, unique=True),
        min_size=count,
        max_size=count,
    )
)


def _networkx(successors: list[list[int]]) -> networkx.DiGraph[int]:
    graph: networkx.DiGraph[int] = networkx.DiGraph()
    graph.add_nodes_from(range(len(successors)))
    graph.add_edges_from(
        (source, target) for source, targets in enumerate(successors) for target in targets
    )
    return graph


@given(graphs)
def test_dominators_are_those_that_networkx_finds(successors: list[list[int]]) -> None:
    expected = dict(networkx.immediate_dominators(_networkx(successors), 0))
    found = immediate_dominators(successors, 0)
    assert found[0] == NONE
    for node in range(1, len(successors)):
        assert found[node] == expected.get(node, NONE)


@given(graphs)
def test_reverse_postorder_has_each_reachable_node_once(successors: list[list[int]]) -> None:
    order = reverse_postorder(successors, 0)
    reachable = networkx.descendants(_networkx(successors), 0) | {0}
    assert order[0] == 0
    assert sorted(order) == sorted(reachable)


@given(graphs)
def test_reverse_postorder_goes_back_only_on_cycles(successors: list[list[int]]) -> None:
    place = {node: index for index, node in enumerate(reverse_postorder(successors, 0))}
    graph = _networkx(successors)
    for source in place:
        for target in successors[source]:
            if place[target] <= place[source]:
                assert networkx.has_path(graph, target, source)


@given(graphs)
def test_a_tree_knows_who_is_above_whom(successors: list[list[int]]) -> None:
    parents = immediate_dominators(successors, 0)
    tree = Tree(parents)
    for node in range(len(parents)):
        above = {node}
        while parents[node] != NONE:
            node = parents[node]
            above.add(node)
        start = max(above, key=lambda one: tree.depth[one])
        assert {one for one in range(len(parents)) if tree.contains(one, start)} == above


def test_a_ladder_of_loops_takes_no_quadratic_work() -> None:
    def work(count: int) -> int:
        # Each node leads to the next one and back to its mirror image in the first half.
        nodes = [[node + 1, max(0, count - 2 - node)] for node in range(count - 1)]
        return calls(lambda: immediate_dominators([*nodes, []], 0))

    assert work(4_000) < 5 * work(1_000)
