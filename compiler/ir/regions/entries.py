"""Reports loops with more than one entry, which no structured program has."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.diagnostics.catalogue.graph import LoopWithTwoEntries
from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.report import Report
from compiler.diagnostics.words import some_of
from compiler.ir.dominators import Tree
from compiler.ir.flow import Flow
from compiler.ir.graph import transition_span


def report_loop_entries(
    flow: Flow,
    successors: Sequence[Sequence[int]],
    tree: Tree,
    edges: Sequence[tuple[int, int]],
    report: Report,
) -> None:
    """One diagnostic for each loop that one of the irreducible `edges` closes.

    Nodes are the steps in source order. Outer loops come first, and a loop inside of a
    reported one is left for the next run: mending the outer one changes it.
    """
    predecessors: list[list[int]] = [[] for _ in successors]
    for source, targets in enumerate(successors):
        for target in targets:
            predecessors[target].append(source)
    reported: set[int] = set()
    by_depth = [(_meeting(tree, *edge), edge) for edge in edges]
    for above, (_, target) in sorted(by_depth, key=lambda found: tree.depth[found[0]]):
        if target in reported:
            continue
        loop = _loop(target, above, successors, predecessors, tree)
        reported |= loop
        entries = sorted(
            node for node in loop if any(before not in loop for before in predecessors[node])
        )
        first, second = (flow.steps[node] for node in entries[:2])
        report.add(
            LoopWithTwoEntries(
                span=first.span,
                related=(
                    Related(second.span, f"`{second.name}` is entered too"),
                    *(
                        Related(
                            transition_span(flow.steps[before]),
                            f"`{flow.steps[before].name}` leads to `{flow.steps[node].name}`",
                        )
                        for node in entries[:2]
                        for before in predecessors[node]
                        if before not in loop and before < len(flow.steps)
                    ),
                ),
                loop=some_of([flow.steps[node].name for node in sorted(loop)]),
                first=first.name,
                second=second.name,
            )
        )


def _meeting(tree: Tree, source: int, target: int) -> int:
    """The closest node above `target` that dominates both."""
    node = tree.parent[target]
    while not tree.contains(node, source):
        node = tree.parent[node]
    return node


def _loop(
    node: int,
    above: int,
    successors: Sequence[Sequence[int]],
    predecessors: Sequence[Sequence[int]],
    tree: Tree,
) -> set[int]:
    """The nodes below `above` that both lead to `node` and follow it."""

    def spread(edges: Sequence[Sequence[int]], allowed: set[int] | None) -> set[int]:
        seen, stack = {node}, [node]
        while stack:
            for other in edges[stack.pop()]:
                inside = tree.contains(above, other) and other != above
                if inside and other not in seen and (allowed is None or other in allowed):
                    seen.add(other)
                    stack.append(other)
        return seen

    return spread(successors, spread(predecessors, None))
