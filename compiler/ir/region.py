"""The region tree: a flow's graph as the nesting that schedulers want.

A flow is a `Sequence`. A step that splits is a `Task` in it, and what it splits into
is the region right after that task; the join is the task after that:

    start -> (a, b) -> join -> end     Sequence(Task(start), Parallel(...), Task(join), Task(end))

Control that is not nested stays expressible by `Jump`: a tail that several cases of a
switch share, and the way back of a loop, are a `Labelled` region that jumps name. So no
step stands twice in the tree.
"""

from __future__ import annotations

from compiler.record import Record


class Task(Record):
    """One step."""

    step: str


class Sequence(Record):
    """Regions one after the other; may be empty."""

    children: tuple[Region, ...] = ()


class Parallel(Record):
    """The branches that the step `split` starts, all of which `join` waits for."""

    split: str
    branches: tuple[Sequence, ...]
    join: str


class Map(Record):
    """`body` once for each item that the step `split` fans out to, before `join`.

    `gang` says that the items run at the same time and meet (`num_parallel`); `body` is one
    step then.
    """

    split: str
    body: Sequence
    join: str
    gang: bool = False


class Arm(Record):
    """What one target of a switch leads to: all the cases whose target is `target`."""

    target: str
    body: Sequence


class Labelled(Record):
    """A region that `Jump(label)` enters; the label is the name of its first step."""

    label: str
    body: Sequence


class Choice(Record):
    """Exactly one arm, by what the step `switch` decided; then whatever follows the choice.

    An arm with an empty body goes straight on. `shared` are tails that more than one
    arm ends in, reached by jumps; they go on like an arm.
    """

    switch: str
    arms: tuple[Arm, ...]
    shared: tuple[Labelled, ...] = ()


class Loop(Record):
    """`body`, again for every `Jump` to its label inside of it; then whatever follows."""

    label: str
    body: Sequence


class Jump(Record):
    """Goes to the labelled region or the loop of that label. Nothing follows it."""

    label: str


Region = Task | Sequence | Parallel | Map | Choice | Loop | Jump
