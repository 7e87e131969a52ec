"""How many events a state machine writes into its history.

Counted are the events of the states by their types, as the Step Functions API lists them
(`HistoryEvent`): a job's task enters, is scheduled, started, submitted, succeeds and exits.
"""

from __future__ import annotations

from compiler.ir.region import Choice, Loop, Map, Parallel, Region, Sequence, Task
from compiler.ir.regions.queries import children, walk

_TASK = 7
_RESULT = 5
"""Of reading what a step has left."""
_PLAIN = 2
"""Of a state that only passes on: it enters and exits."""
_PARALLEL = 4
_MAP = 6
"""Of a Distributed Map, whose items have a history of their own."""


def events(region: Region) -> int:
    """Of what one execution does, with one turn of every loop and the longest arm of each
    choice."""
    found: dict[int, int] = {}
    for inner in reversed([inner for inner, _ in walk(region)]):
        found[id(inner)] = _own(inner) + _inside(inner, [found[id(one)] for one in children(inner)])
    return found[id(region)]


def loops(region: Sequence) -> list[tuple[Loop, int]]:
    """All loops, with the events of one turn."""
    return [
        (inner, events(inner.body) + _PLAIN) for inner, _ in walk(region) if isinstance(inner, Loop)
    ]


def executions(region: Sequence) -> list[tuple[Region, int]]:
    """Everything that is an execution of its own, with its events: the run, and maps' items."""
    bodies = [inner.body for inner, _ in walk(region) if isinstance(inner, Map)]
    return [(one, events(one)) for one in (region, *bodies)]


def _own(region: Region) -> int:
    if isinstance(region, Task):
        return _TASK
    if isinstance(region, Parallel):
        return _PARALLEL
    if isinstance(region, Map):
        return _MAP
    if isinstance(region, Choice):
        return _RESULT + _PLAIN
    return 2 * _PLAIN if isinstance(region, Loop) else 0


def _inside(region: Region, inner: list[int]) -> int:
    if isinstance(region, Map):
        return 0
    if isinstance(region, Choice):
        arms, tails = inner[: len(region.arms)], inner[len(region.arms) :]
        return max(arms, default=0) + sum(tails)
    return sum(inner)
