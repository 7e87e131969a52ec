"""The region tree: a flow's graph as the nesting that schedulers want.

A flow is a `Sequence`. A step that splits is a `Task` in it, and what it splits into
is the region right after that task; the join is the task after that:

    start -> (a, b) -> join -> end     Sequence(Task(start), Parallel(...), Task(join), Task(end))

Control that is not nested stays expressible by `Jump`: a tail that several cases of a
switch share, and the way back of a loop, are a `Labelled` region that jumps name. So no
step stands twice in the tree.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    """One step."""

    step: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """Regions one after the other; may be empty."""

    children: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class Parallel:
    """The branches that the step `split` starts, all of which `join` waits for."""

    split: str
    branches: tuple[Sequence, ...]
    join: str


@dataclass(frozen=True, slots=True)
class Map:
    """`body` once for each item that the step `split` fans out to, before `join`.

    `gang` says that the items run at the same time and meet (`num_parallel`).
    """

    split: str
    body: Sequence
    join: str
    gang: bool = False


@dataclass(frozen=True, slots=True)
class Arm:
    """What one target of a switch leads to: all the cases whose target is `target`."""

    target: str
    body: Sequence


@dataclass(frozen=True, slots=True)
class Labelled:
    """A region that `Jump(label)` enters; the label is the name of its first step."""

    label: str
    body: Sequence


@dataclass(frozen=True, slots=True)
class Choice:
    """Exactly one arm, by what the step `switch` decided; then whatever follows the choice.

    An arm with an empty body goes straight on. `shared` are tails that more than one
    arm ends in, reached by jumps; they go on like an arm.
    """

    switch: str
    arms: tuple[Arm, ...]
    shared: tuple[Labelled, ...] = ()


@dataclass(frozen=True, slots=True)
class Loop:
    """`body`, again for every `Jump` to its label inside of it; then whatever follows."""

    label: str
    body: Sequence


@dataclass(frozen=True, slots=True)
class Jump:
    """Goes to the labelled region or the loop of that label. Nothing follows it."""

    label: str


Region = Task | Sequence | Parallel | Map | Choice | Loop | Jump
