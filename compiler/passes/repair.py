"""Guesses what a wrong edge was meant to be, so that one mistake is reported once.

The checks of the whole graph run on these edges instead of the flow's own. Nothing here
reports, and a flow without mistakes comes out as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from compiler.ir.dominators import reverse_postorder
from compiler.ir.flow import Flow
from compiler.ir.graph import Edges, backwards, components, is_split, known_edges, reachable
from compiler.ir.step import Step
from compiler.ir.transition import Switch


@dataclass
class Circle:
    """Steps that follow one another for ever."""

    steps: list[str]
    """In source order."""
    closing: tuple[str, str] | None
    """The edge that goes back, in a circle without a switch; None if it has one."""


@dataclass
class Repaired:
    """The edges to check, and what had to be guessed for them."""

    edges: dict[str, tuple[str, ...]]
    loose: set[str]
    """Steps with a wrong edge: what follows them is not known for sure."""
    circles: list[Circle]
    roots: list[str]
    """Where to begin: the start, and what the end step leads to by mistake."""


def repair(flow: Flow) -> Repaired:
    """Drops edges that lead nowhere, to the start or out of the end; opens circles."""
    repaired = Repaired(known_edges(flow), set(), [], [flow.start])
    _drop_wrong(flow, repaired)
    _open_circles(flow, repaired)
    _find_endless(flow, repaired)
    _guess_followers(flow, repaired)
    return repaired


def _drop_wrong(flow: Flow, repaired: Repaired) -> None:
    edges = repaired.edges
    unnamed: list[str] | None = None
    for step in flow.steps:
        if step.name == flow.end:
            repaired.roots += edges[step.name]
            edges[step.name] = ()
            continue
        if not step.transition.targets:
            repaired.loose.add(step.name)
        if flow.start in edges[step.name]:
            repaired.loose.add(step.name)
            edges[step.name] = tuple(t for t in edges[step.name] if t != flow.start)
        for target in step.transition.targets:
            if target in flow.by_name:
                continue
            if unnamed is None:
                unnamed = [name for name, before in flow.predecessors.items() if not before]
            meant = get_close_matches(target, unnamed, n=1)
            if meant and meant[0] not in (flow.start, step.name):
                edges[step.name] += (meant[0],)
            else:
                repaired.loose.add(step.name)


def _open_circles(flow: Flow, repaired: Repaired) -> None:
    """Cuts the cycles that have no switch in them."""
    edges = repaired.edges
    switches = {step.name for step in flow.steps if isinstance(step.transition, Switch)}
    plain: Edges = {
        name: tuple(t for t in targets if t not in switches) if name not in switches else ()
        for name, targets in edges.items()
    }
    place = {step.name: index for index, step in enumerate(flow.steps)}
    for loop in components(plain):
        if len(loop) == 1 and loop[0] not in plain[loop[0]]:
            continue
        loop.sort(key=place.__getitem__)
        entry = _entry(loop, flow)
        back = _back_edges(loop, entry, plain)
        closing = next(edge for edge in back if edge[1] == entry)
        repaired.circles.append(Circle(loop, closing))
        for source, target in back:
            repaired.loose.add(source)
            edges[source] = tuple(t for t in edges[source] if t != target)


def _entry(loop: list[str], flow: Flow) -> str:
    """The first step of a loop that something outside of it leads to."""
    members = set(loop)
    entered = (
        name for name in loop if any(before not in members for before in flow.predecessors[name])
    )
    return next(entered, loop[0])


def _back_edges(loop: list[str], entry: str, edges: Edges) -> list[tuple[str, str]]:
    number = {name: index for index, name in enumerate(loop)}
    inner = [[number[t] for t in edges[name] if t in number] for name in loop]
    place = {node: at for at, node in enumerate(reverse_postorder(inner, number[entry]))}
    return [
        (loop[source], loop[target])
        for source, targets in enumerate(inner)
        for target in targets
        if place[target] <= place[source]
    ]


def _find_endless(flow: Flow, repaired: Repaired) -> None:
    """Finds the loops with a switch from which the end cannot be reached."""
    edges = repaired.edges
    ends = {flow.end, *repaired.loose} & edges.keys()
    finishing = reachable(backwards(edges), ends)
    stuck: Edges = {name: targets for name, targets in edges.items() if name not in finishing}
    place = {step.name: index for index, step in enumerate(flow.steps)}
    for loop in components(stuck):
        members = set(loop)
        if all(target in members for name in loop for target in stuck[name]):
            repaired.circles.append(Circle(sorted(loop, key=place.__getitem__), None))
            repaired.loose |= members


def _guess_followers(flow: Flow, repaired: Repaired) -> None:
    """Lets a step with a wrong edge go on to the next in the source, if no other does."""
    edges = repaired.edges
    seen = reachable(edges, repaired.roots)
    hidden: Edges = {
        name: tuple(target for target in targets if target not in seen)
        for name, targets in edges.items()
        if name not in seen
    }
    entered = {
        target
        for group in components(hidden)
        for name in group
        for target in hidden[name]
        if target not in group
    }
    lost = hidden.keys() - entered - {flow.end}
    for index, step in enumerate(flow.steps):
        if step.name in repaired.loose or _is_doubtful(flow, step):
            after = _next_in_source(flow, index)
            if after in lost:
                edges[step.name] += (after,)


def _is_doubtful(flow: Flow, step: Step) -> bool:
    """Whether the step is reported for what it leads to, though that exists."""
    targets = [flow.by_name[name] for name in step.transition.targets if name in flow.by_name]
    if isinstance(step.transition, Switch):
        return len(targets) == 1
    if is_split(step):
        return any(target.is_join for target in targets)
    return step.parallel and not any(target.is_join for target in targets)


def _next_in_source(flow: Flow, index: int) -> str | None:
    """The first step after the one at `index` that it does not name itself."""
    named = flow.steps[index].transition.targets
    rest = flow.steps[index + 1 : index + 2 + len(named)]
    return next((step.name for step in rest if step.name not in named), None)
