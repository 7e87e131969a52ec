"""Which loop each node is in."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.ir.dominators import NONE, Successors


def loop_tree(
    successors: Successors, order: Sequence[int], back_edges: Sequence[tuple[int, int]]
) -> list[int]:
    """For each node the header of the innermost loop around it, or `NONE`.

    A header is in its own loop, so for it the answer is the next loop outwards. Loops
    are found from the inside out, and a loop that was found counts as its header from
    then on (Tarjan 1974, Havlak 1997); so each node is looked at about once. The graph
    has to be reducible.
    """
    predecessors: list[list[int]] = [[] for _ in successors]
    for source in order:
        for target in successors[source]:
            predecessors[target].append(source)
    latches: dict[int, list[int]] = {}
    for source, header in back_edges:
        latches.setdefault(header, []).append(source)

    around = [NONE] * len(successors)
    merged = list(range(len(successors)))
    for header in reversed(order):
        if header not in latches:
            continue
        stack = list(latches[header])
        while stack:
            node = _outermost(merged, stack.pop())
            if node != header:
                around[node] = merged[node] = header
                stack.extend(predecessors[node])
    return around


def _outermost(merged: list[int], node: int) -> int:
    while merged[node] != node:
        merged[node] = merged[merged[node]]
        node = merged[node]
    return node
