"""Random nested programs, as region trees in the form that `build_regions` gives."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from compiler.ir.flow import Flow
from compiler.ir.region import (
    Arm,
    Choice,
    Jump,
    Loop,
    Map,
    Parallel,
    Region,
    Sequence,
    Task,
)
from compiler.ir.regions.queries import tasks, walk
from compiler.ir.transition import Branch, End, Foreach, Gang, Linear, Transition
from tests.ir.flows import at, of_steps, step, switch
from tests.ir.simulation import edges_of

Draw = Callable[[st.SearchStrategy[int]], int]


class _Writer:
    """Writes one program; `draw` makes every decision."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._count = 0

    def task(self) -> Task:
        self._count += 1
        return Task(f"s{self._count}")

    def sequence(self, depth: int) -> list[Region]:
        """Starts and ends with a task of its own, so that everything has a neighbour."""
        parts: list[Region] = [self.task()]
        for _ in range(self._draw(st.integers(0, 2)) if depth else 0):
            kind = self._draw(st.integers(0, 4))
            parts += self.composite(kind, depth - 1)
            parts.append(self.task())
        return parts

    def composite(self, kind: int, depth: int) -> list[Region]:
        if kind == 4:
            return [self.loop(depth)]
        opening = self.task()
        if kind == 0:
            branches = tuple(self.body(depth) for _ in range(self._draw(st.integers(2, 3))))
            join = self.task()
            return [opening, Parallel(opening.step, branches, join.step), join]
        if kind == 1:
            body = self.body(depth)
            join = self.task()
            return [opening, Map(opening.step, body, join.step), join]
        if kind == 2:
            member = self.task()
            join = self.task()
            gang = Map(opening.step, Sequence((member,)), join.step, gang=True)
            return [opening, gang, join]
        arms = [self.arm(depth) for _ in range(self._draw(st.integers(1, 3)))]
        return [opening, self.choice(opening, arms, self._draw(st.integers(0, 1)) == 1)]

    def loop(self, depth: int) -> Loop:
        body = self.sequence(depth)
        header = body[0]
        assert isinstance(header, Task)
        again = Arm(header.step, Sequence((Jump(header.step),)))
        exits = [self.arm(depth) for _ in range(self._draw(st.integers(0, 2)))]
        decision = self.task()
        return Loop(
            header.step,
            Sequence((*body, decision, self.choice(decision, [again, *exits], True))),
        )

    def choice(self, opening: Task, arms: list[Arm], straight_on: bool) -> Choice:
        """The target of the arm that goes straight on is filled in when all is written."""
        if straight_on or len(arms) < 2:
            arms = [*arms, Arm("", Sequence())]
        return Choice(opening.step, tuple(arms))

    def arm(self, depth: int) -> Arm:
        body = self.sequence(depth)
        first = body[0]
        assert isinstance(first, Task)
        return Arm(first.step, Sequence(tuple(body)))

    def body(self, depth: int) -> Sequence:
        return Sequence(tuple(self.sequence(depth)))


@st.composite
def programs(draw: Callable[..., int], depth: int = 3) -> Sequence:
    writer = _Writer(draw)
    return _complete(Sequence(tuple(writer.sequence(draw(st.integers(0, depth))))), "")


def _complete(sequence: Sequence, after: str) -> Sequence:
    """Names, in each arm that goes straight on, the step that follows."""
    done: list[Region] = []
    for region in reversed(sequence.children):
        done.append(_completed(region, after))
        after = _first(done[-1]) or after
    return Sequence(tuple(reversed(done)))


def _completed(region: Region, after: str) -> Region:
    if isinstance(region, Parallel):
        branches = tuple(_complete(branch, region.join) for branch in region.branches)
        return Parallel(region.split, branches, region.join)
    if isinstance(region, Map):
        return Map(region.split, _complete(region.body, region.join), region.join, region.gang)
    if isinstance(region, Loop):
        return Loop(region.label, _complete(region.body, after))
    if isinstance(region, Choice):
        arms = (Arm(arm.target or after, _complete(arm.body, after)) for arm in region.arms)
        return Choice(region.switch, tuple(arms))
    return region


def _first(region: Region) -> str:
    if isinstance(region, Task):
        return region.step
    return region.label if isinstance(region, Loop) else ""


def flow_of(tree: Sequence) -> Flow:
    """The flow whose region tree this is."""
    edges = edges_of(tree)
    splits: dict[str, Parallel | Map | Choice] = {}
    for region, _ in walk(tree):
        if isinstance(region, Choice):
            splits[region.switch] = region
        elif isinstance(region, Parallel | Map):
            splits[region.split] = region
    closing = {split.join for split in splits.values() if not isinstance(split, Choice)}
    members = {
        edges[split.split][0] for split in splits.values() if isinstance(split, Map) and split.gang
    }
    names = list(tasks(tree))
    steps = tuple(
        step(
            name,
            _transition(edges[name], splits.get(name), line),
            line,
            "inputs" if name in closing else None,
            parallel=name in members,
        )
        for line, name in enumerate(names, 1)
    )
    return of_steps(steps, end=names[-1])


def _transition(
    targets: tuple[str, ...], split: Parallel | Map | Choice | None, line: int
) -> Transition:
    if isinstance(split, Parallel):
        return Branch(targets=targets, span=at(line, 9))
    if isinstance(split, Map) and split.gang:
        return Gang(target=targets[0], size=2, span=at(line, 9))
    if isinstance(split, Map):
        return Foreach(target=targets[0], items="items", span=at(line, 9))
    if isinstance(split, Choice):
        return switch(targets, line)
    return Linear(target=targets[0], span=at(line, 9)) if targets else End()
