"""The control flow of a sound flow as numbered nodes, and what is known of it.

Splits are folded: a step that splits leads to its join, and each branch is a graph of its
own whose way out is the join. So every edge moves exactly one thread of control, and the
theory of structured programs applies. All the graphs hang from one made-up root, so that
each analysis runs once for the whole flow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from compiler.ir.dominators import NONE, Tree, immediate_dominators, reverse_postorder
from compiler.ir.errors import InternalError
from compiler.ir.flow import Flow
from compiler.ir.graph import Edges, is_split
from compiler.ir.regions.loops import loop_tree
from compiler.ir.scopes import Scopes


@dataclass
class ControlGraph:
    """Nodes 0 to `count - 1` are the steps in source order, `root` leads to each graph's
    entry, and `exit` stands for the way out of every one of them; no edge leaves `exit`."""

    flow: Flow
    joins: dict[str, str]
    """From each split to its join."""
    successors: list[list[int]]

    @classmethod
    def of(cls, flow: Flow, edges: Edges, scopes: Scopes) -> ControlGraph:
        number = {step.name: index for index, step in enumerate(flow.steps)}
        root, exit_ = len(number), len(number) + 1
        joins = {split: _only(split, found) for split, found in scopes.joins.items()}
        successors: list[list[int]] = [[] for _ in range(len(number) + 2)]
        successors[root].append(number[flow.start])
        for step in flow.steps:
            targets = [number[name] for name in edges[step.name]]
            if is_split(step):
                if step.name not in joins:
                    raise InternalError(f"nothing joins the split {step.name} after the checks")
                successors[root] += targets
                targets = [number[joins[step.name]]]
            elif step.name == flow.end:
                targets = [exit_]
            else:
                targets = [exit_ if flow.steps[target].is_join else target for target in targets]
            successors[number[step.name]] = list(dict.fromkeys(targets))
        return cls(flow, joins, successors)

    @property
    def root(self) -> int:
        return len(self.flow.steps)

    @property
    def exit(self) -> int:
        return len(self.flow.steps) + 1

    @cached_property
    def number(self) -> dict[str, int]:
        return {step.name: index for index, step in enumerate(self.flow.steps)}

    @cached_property
    def order(self) -> list[int]:
        """The nodes in reverse postorder."""
        return reverse_postorder(self.successors, self.root)

    @cached_property
    def position(self) -> list[int]:
        """The place of each node in `order`."""
        position = [NONE] * len(self.successors)
        for place, node in enumerate(self.order):
            position[node] = place
        return position

    @cached_property
    def dominators(self) -> Tree:
        return Tree(immediate_dominators(self.successors, self.root))

    def is_back(self, source: int, target: int) -> bool:
        """Whether an edge goes back to where a loop begins."""
        return self.dominators.contains(target, source)

    @cached_property
    def back_edges(self) -> list[tuple[int, int]]:
        return [edge for edge in self._retreating if self.is_back(*edge)]

    @cached_property
    def irreducible(self) -> list[tuple[int, int]]:
        """Edges that go back into the middle of a loop. A structured program has none."""
        return [edge for edge in self._retreating if not self.is_back(*edge)]

    @cached_property
    def _retreating(self) -> list[tuple[int, int]]:
        position = self.position
        return [
            (source, target)
            for source in self.order
            for target in self.successors[source]
            if position[target] <= position[source]
        ]

    @cached_property
    def headers(self) -> set[int]:
        """The first node of each loop."""
        return {target for _, target in self.back_edges}

    @cached_property
    def loops(self) -> Tree:
        """The parent of a node is the header of the innermost other loop around it."""
        return Tree(loop_tree(self.successors, self.order, self.back_edges))

    @cached_property
    def forward_predecessors(self) -> list[int]:
        """How many edges, not counting those that go back, lead to each node."""
        counts = [0] * len(self.successors)
        for source in self.order:
            for target in self.successors[source]:
                if not self.is_back(source, target):
                    counts[target] += 1
        return counts


def _only(split: str, joins: Mapping[str, object]) -> str:
    if len(joins) != 1:
        raise InternalError(f"the split {split} has {len(joins)} joins after the checks")
    return next(iter(joins))
