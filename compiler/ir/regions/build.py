"""Builds the region tree.

The tree follows the dominator tree, as in Ramsey, "Beyond Relooper" (ICFP 2022): what a
switch dominates is placed in its choice, what a loop's header dominates in or after the
loop. A step that several ways of a choice lead to is a labelled tail of the choice of its
immediate dominator, or goes on after that choice (`continuation`).

Each sequence is drafted from its first step on and finds the sequences inside of it; they
wait in a list until it is their turn. So nothing recurses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from compiler.diagnostics.catalogue.graph import TooDeep
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.ir.graph import known_edges
from compiler.ir.region import (
    Arm,
    Choice,
    Jump,
    Labelled,
    Loop,
    Map,
    Parallel,
    Region,
    Sequence,
    Task,
)
from compiler.ir.regions.continuation import Continuations
from compiler.ir.regions.control import ControlGraph
from compiler.ir.regions.entries import report_loop_entries
from compiler.ir.scopes import find_scopes
from compiler.ir.transition import Branch, Gang, Switch

MAX_DEPTH = 200
"""Regions inside of each other. Whoever walks the tree may recurse over its depth."""


def build_regions(flow: Flow, report: Report) -> Sequence | None:
    """The region tree of a flow, or None with an error in the report.

    Gives None for a flow that has errors already. Every `Jump` is in tail position:
    nothing follows any of the regions that it is in, up to the one whose label it names
    or whose shared tail it enters. `Jump(x)` inside of `Loop(x)` always means that loop.
    """
    if report.failed:
        return None
    edges = known_edges(flow)
    graph = ControlGraph.of(flow, edges, find_scopes(flow, edges))
    if graph.irreducible:
        report_loop_entries(flow, graph.successors, graph.dominators, graph.irreducible, report)
        return None
    return _Builder(graph, report).build()


@dataclass(eq=False)
class _Draft:
    """A sequence that starts at `entry` and falls off its end on the way to `follow`."""

    entry: int
    follow: int
    depth: int
    in_loop: bool = False
    """Whether it is the body of the loop that `entry` heads."""
    parts: list[Callable[[], Region]] = field(default_factory=list)
    done: Sequence = field(default_factory=Sequence)


class _Builder:
    def __init__(self, graph: ControlGraph, report: Report) -> None:
        self._graph = graph
        self._report = report
        self._after = Continuations(graph)
        self._names = [step.name for step in graph.flow.steps]
        self._drafts: list[_Draft] = []

    def build(self) -> Sequence | None:
        start = self._graph.number[self._graph.flow.start]
        root = self._draft(start, self._graph.exit, 0)
        for draft in self._drafts:  # grows as it goes
            if draft.depth > MAX_DEPTH:
                step = self._graph.flow.steps[draft.entry]
                self._report.add(TooDeep(span=step.span, step=step.name, limit=MAX_DEPTH))
                return None
            self._write(draft)
        for draft in reversed(self._drafts):
            draft.done = Sequence(tuple(part() for part in draft.parts))
        return root.done

    def _draft(self, entry: int, follow: int, depth: int, in_loop: bool = False) -> _Draft:
        draft = _Draft(entry, follow, depth, in_loop)
        self._drafts.append(draft)
        return draft

    def _write(self, draft: _Draft) -> None:
        node: int | None = draft.entry
        opened = draft.in_loop
        while node is not None and node != draft.follow:
            if node in self._graph.headers and not opened:
                node = self._loop(draft, node)
            else:
                node = self._step(draft, node)
            opened = False

    def _loop(self, draft: _Draft, header: int) -> int | None:
        after = self._after.after_loop(header)
        follow = draft.follow if after is None else after
        body = self._draft(header, follow, draft.depth + 1, in_loop=True)
        draft.parts.append(lambda: Loop(self._names[header], body.done))
        return after

    def _step(self, draft: _Draft, node: int) -> int | None:
        """Adds a step with what belongs to it; gives the node that goes on after it."""
        task = Task(self._names[node])
        draft.parts.append(lambda: task)
        if isinstance(self._graph.flow.steps[node].transition, Switch):
            return self._choice(draft, node)
        if task.step in self._graph.joins:
            self._split(draft, node)
        (target,) = self._graph.successors[node]
        if self._is_placed_after(node, target, draft.follow):
            return target
        jump = Jump(self._names[target])
        draft.parts.append(lambda: jump)
        return None

    def _is_placed_after(self, node: int, target: int, follow: int) -> bool:
        """Whether `target` comes right after `node`, or right after its whole sequence."""
        return target == follow or (
            self._graph.dominators.parent[target] == node
            and self._graph.forward_predecessors[target] == 1
        )

    def _split(self, draft: _Draft, node: int) -> None:
        step = self._graph.flow.steps[node]
        split, join = step.name, self._graph.joins[step.name]
        branches = [
            self._draft(self._graph.number[target], self._graph.exit, draft.depth + 1)
            for target in step.transition.targets
        ]
        if isinstance(step.transition, Branch):
            draft.parts.append(
                lambda: Parallel(split, tuple(branch.done for branch in branches), join)
            )
        else:
            gang = isinstance(step.transition, Gang)
            draft.parts.append(lambda: Map(split, branches[0].done, join, gang))

    def _choice(self, draft: _Draft, switch: int) -> int | None:
        graph = self._graph
        after = self._after.after_switch(switch)
        follow = draft.follow if after is None else after
        depth = draft.depth + 1
        targets = graph.flow.steps[switch].transition.targets
        arms = [(name, self._arm(switch, graph.number[name], follow, depth)) for name in targets]
        inline = {graph.number[name] for name, body in arms if isinstance(body, _Draft)}
        tails = sorted(
            (
                child
                for child in graph.dominators.children[switch]
                if child not in (follow, graph.exit) and child not in inline
            ),
            key=lambda child: graph.position[child],
        )
        shared = [(self._names[tail], self._draft(tail, follow, depth)) for tail in tails]

        def choice() -> Choice:
            return Choice(
                self._names[switch],
                tuple(
                    Arm(name, body.done if isinstance(body, _Draft) else body)
                    for name, body in arms
                ),
                tuple(Labelled(label, body.done) for label, body in shared),
            )

        draft.parts.append(choice)
        return after

    def _arm(self, switch: int, target: int, follow: int, depth: int) -> _Draft | Sequence:
        if target == follow or self._graph.flow.steps[target].is_join:
            return Sequence()
        if self._is_placed_after(switch, target, follow):
            return self._draft(target, follow, depth)
        return Sequence((Jump(self._names[target]),))
