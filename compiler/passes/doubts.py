"""Finds where splits and joins cannot be judged, for something before is wrong already."""

from __future__ import annotations

from collections.abc import Iterable

from compiler.ir.dominators import NONE, Tree, immediate_dominators
from compiler.ir.flow import Flow
from compiler.ir.graph import Edges, is_split, known_edges, reachable
from compiler.ir.scopes import Scopes
from compiler.ir.transition import Branch


def dominator_tree(flow: Flow, edges: Edges) -> Tree:
    """The dominators of the steps, numbered in source order."""
    number = {step.name: index for index, step in enumerate(flow.steps)}
    successors = [[number[name] for name in edges[step.name]] for step in flow.steps]
    return Tree(immediate_dominators(successors, number[flow.start]))


def find_meetings(flow: Flow, edges: Edges, tree: Tree) -> dict[str, str]:
    """Steps in which branches meet though they are no joins, and the split of each."""
    found = {}
    for index, step in enumerate(flow.steps):
        if step.is_join or step.name == flow.end or tree.parent[index] == NONE:
            continue
        split = flow.steps[tree.parent[index]]
        if isinstance(split.transition, Branch) and step.name not in edges[split.name]:
            found[step.name] = split.name
    return found


def find_unsure(flow: Flow, edges: Edges, scopes: Scopes, tree: Tree) -> set[str]:
    """Steps whose scope is a guess, as that of a step before them is."""
    doubtful = [*_after_conflicts(flow, scopes, tree), *_unjoined_members(flow)]
    return scopes.after_guess | _up_to_join(flow, edges, doubtful)


def _after_conflicts(flow: Flow, scopes: Scopes, tree: Tree) -> list[str]:
    """Steps of which it is open where they belong.

    It is not open for a step that was first seen as the first one of a branch, nor for the
    goal of a way back.
    """
    number = {step.name: index for index, step in enumerate(flow.steps)}
    return [
        conflict.step
        for conflict in scopes.conflicts
        if not conflict.first.begins
        and not tree.contains(number[conflict.step], number[conflict.second.step])
    ]


def _unjoined_members(flow: Flow) -> list[str]:
    """Steps with `@parallel` that no join follows, which is reported by itself."""
    return [
        step.name
        for step in flow.steps
        if step.parallel
        and not any(
            flow.by_name[name].is_join for name in step.transition.targets if name in flow.by_name
        )
    ]


def _up_to_join(flow: Flow, edges: Edges, steps: Iterable[str]) -> set[str]:
    found = set(steps)
    stack = list(found)
    while stack:
        for target in edges[stack.pop()]:
            if target not in found and not flow.by_name[target].is_join:
                found.add(target)
                stack.append(target)
    return found


def after_hidden(flow: Flow, scopes: Scopes) -> set[str]:
    """Joins whose split, or one branch of it, never runs, which is reported by itself."""
    hidden = [step for step in flow.steps if step.name not in scopes.inside]
    found = reachable(known_edges(flow), [step.name for step in hidden if is_split(step)])
    return found.union(*(step.transition.targets for step in hidden))
