"""Which split each step is inside of, and which join ends each split.

One walk from the start step follows the control: a split opens a scope for each of its
branches, a join closes it. In a sound flow every way to a step agrees on the scope. Where
two ways disagree the walk keeps the first and records the other, so that one pass over
the graph finds every mistake.
"""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from compiler.ir.flow import Flow
from compiler.ir.graph import Edges, is_split
from compiler.record import Record


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The steps of one branch of a split, up to its join. There is one object for each."""

    split: str
    branch: str
    """The branch's first step."""
    outer: Scope | None
    depth: int = 1


class Arrival(Record):
    """An edge into a step, and the scope that control is in on it."""

    step: str
    scope: Scope | None

    @property
    def begins(self) -> bool:
        """Whether it is the way from a split into one of its branches."""
        return self.scope is not None and self.scope.split == self.step


class Conflict(Record):
    """A step with two ways to it that disagree."""

    step: str
    first: Arrival
    second: Arrival


@dataclass
class Scopes:
    """What the walk found."""

    inside: dict[str, Scope | None] = field(default_factory=dict)
    """The scope of each step that was reached, in the order of the walk."""
    arrivals: dict[str, list[Arrival]] = field(default_factory=dict)
    """For each join, and for the end step, the edges into it."""
    conflicts: list[Conflict] = field(default_factory=list)
    after_guess: set[str] = field(default_factory=set)
    """Steps after a join that was only guessed: what is odd there may follow from that."""

    joins: dict[str, dict[str, list[Arrival]]] = field(default_factory=dict)
    """For each split the joins where its branches arrive, with what arrives there."""


def find_scopes(flow: Flow, edges: Edges, guessed: Iterable[str] = ()) -> Scopes:
    """Walks `edges`; `guessed` are steps to take for joins though they are none."""
    return _Walk(flow, edges, frozenset(guessed)).run()


class _Walk:
    def __init__(self, flow: Flow, edges: Edges, guessed: frozenset[str]) -> None:
        self._flow = flow
        self._edges = edges
        self._guessed = guessed
        self._joins = {step.name for step in flow.steps if step.is_join} | guessed
        self._splits = {step.name for step in flow.steps if is_split(step)}
        self._found = Scopes()
        self._first: dict[str, Arrival] = {}
        self._queue = deque([flow.start])
        self._waiting: list[tuple[int, int, str]] = []
        self._order = itertools.count()

    def run(self) -> Scopes:
        self._found.inside[self._flow.start] = None
        self._first[self._flow.start] = Arrival(self._flow.start, None)
        while self._queue or self._waiting:
            if self._queue:
                self._leave(self._queue.popleft())
            else:
                # Innermost first: what follows an inner join may arrive at an outer one.
                self._pass(heapq.heappop(self._waiting)[2])
        return self._found

    def _leave(self, step: str) -> None:
        scope = self._found.inside[step]
        depth = scope.depth + 1 if scope else 1
        for target in self._edges[step]:
            opened = Scope(step, target, scope, depth) if step in self._splits else scope
            self._enter(target, Arrival(step, opened))

    def _enter(self, step: str, arrival: Arrival) -> None:
        found = self._found
        if step in self._joins:
            self._wait(step, arrival)
            return
        if arrival.step in found.after_guess:
            found.after_guess.add(step)
        if step == self._flow.end:
            found.arrivals.setdefault(step, []).append(arrival)
            found.inside.setdefault(step, None)
        elif step not in found.inside:
            found.inside[step] = arrival.scope
            self._first[step] = arrival
            self._queue.append(step)
        elif found.inside[step] is not arrival.scope:
            found.conflicts.append(Conflict(step, self._first[step], arrival))

    def _wait(self, join: str, arrival: Arrival) -> None:
        arrivals = self._found.arrivals.setdefault(join, [])
        arrivals.append(arrival)
        if arrival.scope:
            joins = self._found.joins.setdefault(arrival.scope.split, {})
            joins.setdefault(join, []).append(arrival)
        if join not in self._found.inside:
            depth = arrival.scope.depth if arrival.scope else 0
            heapq.heappush(self._waiting, (-depth, next(self._order), join))

    def _pass(self, join: str) -> None:
        found = self._found
        if join in found.inside:
            return
        scopes = [arrival.scope for arrival in found.arrivals[join]]
        outermost = min(scopes, key=lambda scope: scope.depth if scope else 0)
        found.inside[join] = outermost.outer if outermost else None
        self._first[join] = found.arrivals[join][0]
        if join in self._guessed:
            found.after_guess.add(join)
        self._queue.append(join)
