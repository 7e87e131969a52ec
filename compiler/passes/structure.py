"""Checks the graph as a whole: every step runs, loops end, splits and joins match."""

from __future__ import annotations

from compiler.diagnostics.report import Report
from compiler.ir.dominators import Tree, immediate_dominators, reverse_postorder
from compiler.ir.flow import Flow
from compiler.ir.graph import Edges, reachable
from compiler.ir.regions.entries import report_loop_entries
from compiler.passes.reachability import report_circles, report_unreachable
from compiler.passes.repair import repair
from compiler.passes.splits import report_splits


def check_structure(flow: Flow, report: Report) -> None:
    """Reports steps that never run, endless and ambiguous loops, splits without joins.

    Each stage works on the edges that those before it found no fault with, so that one
    mistake gives one diagnostic.
    """
    if flow.start not in flow.by_name:
        return  # reported where the flow was read
    repaired = repair(flow)
    seen = reachable(repaired.edges, repaired.roots)
    if not _is_unsure(flow, seen):
        report_unreachable(flow, repaired.edges, seen, report)
    report_circles(flow, repaired.circles, seen, report)
    running: Edges = {
        name: targets if name in seen else () for name, targets in repaired.edges.items()
    }
    _report_entries(flow, report_splits(flow, running, report), report)


def _is_unsure(flow: Flow, seen: set[str]) -> bool:
    """Whether a step does not tell what follows it, which may be what nothing else names."""
    return any(
        not step.transition.targets and step.name in seen and step.name != flow.end
        for step in flow.steps
    )


def _report_entries(flow: Flow, edges: Edges, report: Report) -> None:
    number = {step.name: index for index, step in enumerate(flow.steps)}
    successors = [[number[name] for name in edges[step.name]] for step in flow.steps]
    root = number[flow.start]
    tree = Tree(immediate_dominators(successors, root))
    order = reverse_postorder(successors, root)
    place = {node: index for index, node in enumerate(order)}
    wrong = [
        (source, target)
        for source in order
        for target in successors[source]
        if place[target] <= place[source] and not tree.contains(target, source)
    ]
    report_loop_entries(flow, successors, tree, wrong, report)
