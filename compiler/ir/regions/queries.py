"""Questions about a region tree. None of them recurses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compiler.ir.region import (
    Choice,
    Loop,
    Map,
    Parallel,
    Region,
    Sequence,
    Task,
)

Enclosing = Parallel | Map | Choice | Loop


@dataclass(frozen=True, slots=True)
class Place:
    """Where a region stands."""

    around: tuple[Enclosing, ...] = ()
    """The regions that it is inside of, outermost first."""

    @property
    def numbered(self) -> tuple[Map | Loop, ...]:
        """The maps and loops among them: the path of a task there has a number for each."""
        return tuple(region for region in self.around if isinstance(region, Map | Loop))

    @property
    def path_length(self) -> int:
        """How many numbers that path has."""
        return len(self.numbered)


def walk(region: Region) -> Iterator[tuple[Region, Place]]:
    """The region and all inside of it, in the order in which they are written."""
    stack = [(region, Place())]
    while stack:
        current, place = stack.pop()
        yield current, place
        inside = place
        if isinstance(current, Parallel | Map | Choice | Loop):
            inside = Place((*place.around, current))
        stack.extend((child, inside) for child in reversed(children(current)))


def children(region: Region) -> tuple[Region, ...]:
    """The regions directly inside of one: of a choice the arms, then the shared tails."""
    if isinstance(region, Sequence):
        return region.children
    if isinstance(region, Parallel):
        return region.branches
    if isinstance(region, Map | Loop):
        return (region.body,)
    if isinstance(region, Choice):
        arms = (arm.body for arm in region.arms)
        return (*arms, *(tail.body for tail in region.shared))
    return ()


def tasks(region: Region) -> Iterator[str]:
    """The steps in a region, in the order in which they are written."""
    return (inner.step for inner, _ in walk(region) if isinstance(inner, Task))


def places(region: Region) -> dict[str, Place]:
    """For each step in a region where it stands."""
    return {inner.step: place for inner, place in walk(region) if isinstance(inner, Task)}


def joins(region: Region) -> dict[str, str]:
    """For each step that splits the join that ends the split."""
    return {
        inner.split: inner.join for inner, _ in walk(region) if isinstance(inner, Parallel | Map)
    }
