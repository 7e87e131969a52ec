"""Queries on the graph of a flow that take it as it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from compiler.diagnostics.span import Span
from compiler.ir.flow import Flow
from compiler.ir.step import Step
from compiler.ir.transition import Branch, End, Foreach, Gang

Edges = Mapping[str, tuple[str, ...]]
"""For each step the distinct steps that it leads to."""


def is_split(step: Step) -> bool:
    """Whether several tasks follow the step, for which a join waits."""
    return isinstance(step.transition, Branch | Foreach | Gang)


def transition_span(step: Step) -> Span:
    """Where the step says what follows; its name, where it says nothing."""
    return step.span if isinstance(step.transition, End) else step.transition.span


def known_edges(flow: Flow) -> dict[str, tuple[str, ...]]:
    """The edges between steps that exist."""
    known = flow.by_name
    return {
        step.name: tuple(dict.fromkeys(t for t in step.transition.targets if t in known))
        for step in flow.steps
    }


def backwards(edges: Edges) -> dict[str, tuple[str, ...]]:
    """The same edges from their targets to their sources, in the order of the steps."""
    found: dict[str, list[str]] = {name: [] for name in edges}
    for name, targets in edges.items():
        for target in targets:
            found[target].append(name)
    return {name: tuple(sources) for name, sources in found.items()}


def reachable(edges: Edges, roots: Iterable[str]) -> set[str]:
    """The roots, and all that can be reached from them."""
    seen = set(roots)
    stack = list(seen)
    while stack:
        for target in edges[stack.pop()]:
            if target not in seen:
                seen.add(target)
                stack.append(target)
    return seen


def components(edges: Edges) -> list[list[str]]:
    """The strongly connected components (Tarjan 1972), each after those it leads to."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: list[str] = []
    found: list[list[str]] = []
    for root in edges:
        if root in number:
            continue
        stack = [(root, iter(edges[root]))]
        number[root] = low[root] = len(number)
        open_.append(root)
        while stack:
            name, rest = stack[-1]
            target = next(rest, None)
            if target is None:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[name])
                if low[name] == number[name]:
                    found.append(_cut(open_, name))
                    low.update(dict.fromkeys(found[-1], len(edges)))
            elif target not in number:
                number[target] = low[target] = len(number)
                open_.append(target)
                stack.append((target, iter(edges[target])))
            else:
                low[name] = min(low[name], low[target])
    return found


def _cut(stack: list[str], name: str) -> list[str]:
    """Takes off `stack` all from `name` on."""
    index = len(stack) - 1
    while stack[index] != name:
        index -= 1
    taken = stack[index:]
    del stack[index:]
    return taken
