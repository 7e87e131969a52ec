"""What a drawing of a flow shows, whichever language it is written in.

Boxes come from the region tree, arrows from the steps' transitions. Both are flat
sequences, so that no depth of nesting is too deep to draw.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compiler.backends.backend import Program
from compiler.ir.flow import Flow
from compiler.ir.region import Choice, Loop, Map, Parallel, Region, Sequence, Task
from compiler.ir.step import Step
from compiler.ir.transition import Foreach, Gang, Switch


@dataclass(frozen=True, slots=True)
class Node:
    """One step."""

    step: str
    shape: str
    """`terminal` for the first and the last step, `choice` for a switch, else `plain`."""


@dataclass(frozen=True, slots=True)
class Open:
    """Where a box begins that holds everything up to its `Close`."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Close:
    """Where the innermost open box ends."""


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow; the label is empty where there is nothing to say."""

    source: str
    target: str
    label: str


def shapes(program: Program) -> Iterator[Node | Open | Close]:
    """The steps in the order of the region tree, in the boxes of maps, gangs and loops."""
    flow = program.flow
    pending: list[Region | Close] = [program.region]
    while pending:
        region = pending.pop()
        if isinstance(region, Close):
            yield region
            continue
        if isinstance(region, Task):
            yield _node(flow.by_name[region.step], flow)
        if isinstance(region, Map | Loop):
            yield _box(region, flow)
            pending.append(Close())
        pending += reversed(_inside(region))


def edges(flow: Flow) -> Iterator[Edge]:
    """The arrows in the order of the source, one for each pair of steps."""
    for step in flow.steps:
        for target in step.transition.targets:
            yield Edge(step.name, target, _edge_label(step, target))


def _inside(region: Region) -> tuple[Region, ...]:
    if isinstance(region, Sequence):
        return region.children
    if isinstance(region, Parallel):
        return region.branches
    if isinstance(region, Choice):
        return (*(arm.body for arm in region.arms), *(tail.body for tail in region.shared))
    if isinstance(region, Map | Loop):
        return (region.body,)
    return ()


def _node(step: Step, flow: Flow) -> Node:
    if step.name in (flow.start, flow.end):
        return Node(step.name, "terminal")
    return Node(step.name, "choice" if isinstance(step.transition, Switch) else "plain")


def _box(region: Map | Loop, flow: Flow) -> Open:
    if isinstance(region, Loop):
        return Open(f"loop_{region.label}", "loop")
    transition = flow.by_name[region.split].transition
    key = f"map_{region.split}"
    if isinstance(transition, Foreach):
        return Open(key, f"each of {transition.items}")
    size = transition.size if isinstance(transition, Gang) else None
    return Open(key, "gang" if size is None else f"gang of {size}")


def _edge_label(step: Step, target: str) -> str:
    transition = step.transition
    if isinstance(transition, Foreach):
        return f"foreach {transition.items}"
    if isinstance(transition, Gang):
        return "num_parallel" if transition.size is None else f"num_parallel {transition.size}"
    if isinstance(transition, Switch):
        values = [str(case.value) for case in transition.cases if case.target == target]
        return f"{transition.condition} = {' or '.join(values)}"
    return ""
