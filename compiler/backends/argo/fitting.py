"""Fits a region tree into DAG templates of a bounded number of tasks.

The full CRDs, which Argo Workflows installs by default from 4.0 on, take 200 tasks in a
DAG and 200 templates in a spec (`MaxItems` in its `workflow_types.go`). What is more than
that becomes a `Group`, a template of its own, and groups are grouped again where they are
too many. A DAG that fits stays as it is.

The controller's work for a task grows with the tasks before it in the same DAG, so it
gains from the groups as well.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Many
from dataclasses import dataclass
from itertools import groupby

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
)
from compiler.ir.regions.queries import children, walk

MAX_TASKS = 200
MAX_TEMPLATES = 200


class Group(Sequence):
    """A sequence that is a DAG template of its own, called once."""


def fit(sequence: Sequence, limit: int = MAX_TASKS) -> Sequence:
    """The same tree, with groups where a DAG would have more than `limit` tasks.

    A choice with more arms than that stays too large: all its arms start from one task.
    """
    fitter = _Fitter(limit)
    parts: dict[int, _Parts] = {}
    for region in reversed([region for region, _ in walk(sequence)]):
        parts[id(region)] = fitter.fitted(region, [parts[id(one)] for one in children(region)])
    return _sequence(parts[id(sequence)])


@dataclass(frozen=True, slots=True)
class _Part:
    """Regions that stay together: a task, and what is made from its outputs."""

    regions: tuple[Region, ...]
    tasks: int
    """At most so many tasks it puts into its DAG."""
    leaves_for: frozenset[str] = frozenset()
    """The labels outside of it that it jumps to."""


_Parts = list[_Part]


class _Fitter:
    def __init__(self, limit: int) -> None:
        self._limit = limit

    def fitted(self, region: Region, inner: list[_Parts]) -> _Parts:
        """What becomes of a region, once that is known of the regions in it."""
        if isinstance(region, Parallel):
            return [self._parallel(region, inner)]
        if isinstance(region, Map):
            return [_Part((Map(region.split, _sequence(inner[0]), region.join, region.gang),), 1)]
        if isinstance(region, Choice):
            return [self._choice(region, inner)]
        if isinstance(region, Loop):
            leaves_for = _leaves_for(inner[0]) - {region.label}
            loop = Loop(region.label, _sequence(inner[0]))
            return [_Part((loop,), _tasks_of_call(leaves_for), leaves_for)]
        if isinstance(region, Jump):
            return [_Part((region,), 1, frozenset({region.label}))]
        if isinstance(region, Sequence):
            return self._within_limit(_units(part for parts in inner for part in parts))
        return [_Part((region,), 1)]

    def _within_limit(self, parts: _Parts) -> _Parts:
        for pack in (self._pack, _each_grouped):
            while _tasks(parts) > self._limit:
                packed = pack(parts)
                if _tasks(packed) == _tasks(parts):
                    break
                parts = packed
        return parts

    def _pack(self, parts: _Parts) -> _Parts:
        """Groups of neighbours, but not of those that jump out: these need more tasks."""
        made: _Parts = []
        for leaves, run in _runs(parts):
            if leaves:
                made += run
                continue
            for start, end in balanced([part.tasks for part in run], self._limit):
                made += _grouped(run[start:end])
        return made

    def _parallel(self, region: Parallel, branches: list[_Parts]) -> _Part:
        room = self._limit - 1  # for the task that splits
        count = sum(map(_tasks, branches))
        while count > room:
            bins = balanced([_tasks(branch) for branch in branches], self._limit)
            branches = [self._bundle(region, branches[a:b]) for a, b in bins]
            if count == sum(map(_tasks, branches)):
                break
            count = sum(map(_tasks, branches))
        made = Parallel(region.split, tuple(map(_sequence, branches)), region.join)
        return _Part((made,), count)

    def _bundle(self, region: Parallel, branches: list[_Parts]) -> _Parts:
        """Several branches as one."""
        if len(branches) == 1:
            return _grouped(branches[0])
        made = Parallel(region.split, tuple(map(_sequence, branches)), region.join)
        return _grouped([_Part((made,), sum(map(_tasks, branches)))])

    def _choice(self, region: Choice, bodies: list[_Parts]) -> _Part:
        """The largest bodies become groups, and no more of them than needed."""
        room = self._limit - 1  # for the switch
        count = sum(max(_tasks(body), 1) for body in bodies)
        for group in (_closed_grouped, _grouped):
            for at in sorted(range(len(bodies)), key=lambda at: -_tasks(bodies[at])):
                if count <= room:
                    break
                before = _tasks(bodies[at])
                bodies[at] = group(bodies[at])
                count -= before - _tasks(bodies[at])
        made = map(_sequence, bodies)
        arms = tuple(Arm(arm.target, next(made)) for arm in region.arms)
        tails = tuple(Labelled(tail.label, next(made)) for tail in region.shared)
        leaves_for = frozenset[str]().union(*map(_leaves_for, bodies))
        leaves_for -= {tail.label for tail in tails}
        return _Part((Choice(region.switch, arms, tails),), count, leaves_for)


def balanced(sizes: Many[int], limit: int) -> list[tuple[int, int]]:
    """Cuts a list into as few stretches of at most `limit` as possible, much of one size.

    >>> balanced([1] * 9, 4), balanced([3, 1, 3], 4)
    ([(0, 3), (3, 6), (6, 9)], [(0, 2), (2, 3)])
    """
    fewest = len(_stretches(sizes, limit))
    least = bisect_left(range(limit), True, key=lambda size: len(_stretches(sizes, size)) <= fewest)
    return _stretches(sizes, least)


def _stretches(sizes: Many[int], limit: int) -> list[tuple[int, int]]:
    """Each as long as it can be; one that is too large by itself stands alone."""
    found: list[tuple[int, int]] = []
    start = total = 0
    for at, size in enumerate(sizes):
        if at > start and total + size > limit:
            found.append((start, at))
            start, total = at, 0
        total += size
    return [*found, (start, len(sizes))]


def _units(parts: Iterable[_Part]) -> _Parts:
    """Puts together what follows a split or a switch with that step."""
    made: _Parts = []
    for part in parts:
        if made and isinstance(part.regions[0], (Parallel, Map, Choice)):
            part = _joined([made.pop(), part])
        made.append(part)
    return made


def _closed_grouped(parts: _Parts) -> _Parts:
    return [part for leaves, run in _runs(parts) for part in (run if leaves else _grouped(run))]


def _runs(parts: _Parts) -> Iterator[tuple[bool, _Parts]]:
    """Neighbours that do, or do not, jump out."""
    for leaves, run in groupby(parts, key=lambda part: bool(part.leaves_for)):
        yield leaves, list(run)


def _each_grouped(parts: _Parts) -> _Parts:
    return [made for part in parts for made in _grouped([part])]


def _grouped(parts: _Parts) -> _Parts:
    """The parts as a group, if that saves tasks."""
    leaves_for = _leaves_for(parts)
    tasks = _tasks_of_call(leaves_for)
    if _tasks(parts) <= tasks:
        return parts
    return [_Part((Group(_joined(parts).regions),), tasks, leaves_for)]


def _tasks_of_call(leaves_for: frozenset[str]) -> int:
    """A template that can be left in several ways needs a task for each to go on from."""
    return 2 + len(leaves_for) if leaves_for else 1


def _joined(parts: Iterable[_Part]) -> _Part:
    listed = list(parts)
    regions = tuple(region for part in listed for region in part.regions)
    return _Part(regions, _tasks(listed), _leaves_for(listed))


def _sequence(parts: Iterable[_Part]) -> Sequence:
    return Sequence(_joined(parts).regions)


def _tasks(parts: Iterable[_Part]) -> int:
    return sum(part.tasks for part in parts)


def _leaves_for(parts: Iterable[_Part]) -> frozenset[str]:
    return frozenset[str]().union(*(part.leaves_for for part in parts))
