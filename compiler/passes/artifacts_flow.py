"""Which artifacts can exist where: a forward data-flow analysis over the steps."""

from __future__ import annotations

from functools import cached_property
from heapq import heappop, heappush

from compiler.ir.artifacts import Merge
from compiler.ir.flow import Flow
from compiler.ir.step import Step

UNSEEN = 1
"""A bit that stands for whatever code out of sight may have set."""
UNKNOWN = 2
"""A bit that stands for whatever comes along edges that another diagnostic is about."""


class ArtifactFlow:
    """Sets of artifacts that may exist, as bits of an int, for each step that is reached.

    A step has what the steps before it have. A join has only what it sets and merges,
    beside the parameters and constants that every step has.
    """

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.bits: dict[str, int] = {}
        for step in flow.steps:
            for name in _names(step):
                self.bits.setdefault(name, 4 << len(self.bits))
        self.readable = frozenset(
            [
                *(parameter.attribute for parameter in flow.parameters),
                *(file.attribute for file in flow.files),
                *(config.attribute for config in flow.configs),
                *flow.constants,
                *flow.properties,
                *flow.by_name,
            ]
        )
        self.before: dict[str, int] = {}
        """What a step may find on `self`; for a join, what it may merge."""
        self.inputs: dict[str, int] = {}
        """For a join, what at least one of its inputs may have."""
        self.after: dict[str, int] = {}
        """What a step may leave."""
        self._solve()

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The steps in reverse postorder: but for loops, each after all before it."""
        seen: set[str] = set()
        finished: list[str] = []
        for root in (*self._orphans, self.flow.start):
            if root in seen or root not in self.flow.by_name:
                continue
            seen.add(root)
            path = [(root, iter(self._successors(root)))]
            while path:
                rest = path[-1][1]
                following = next((target for target in rest if target not in seen), None)
                if following is None:
                    finished.append(path.pop()[0])
                else:
                    seen.add(following)
                    path.append((following, iter(self._successors(following))))
        return tuple(reversed(finished))

    def may_have(self, names: int, name: str) -> bool:
        """Whether the artifact is in a set of artifacts, or always there, or cannot be judged."""
        return bool(names & (self.bits.get(name, 0) | UNKNOWN)) or name in self.readable

    def names_of(self, bits: int) -> list[str]:
        """The names in a set of artifacts, in the order of the source."""
        return [name for name, bit in self.bits.items() if bits & bit]

    def merged(self, merge: Merge, names: int) -> int:
        """What of a set of artifacts a merge takes over."""
        if not merge.known:
            return names
        if merge.include:
            included = self.set_of(merge.include)
            return included if names & (UNSEEN | UNKNOWN) else names & included
        return names & ~self.set_of(merge.exclude or ())

    def set_of(self, names: tuple[str, ...]) -> int:
        bits = 0
        for name in names:
            bits |= self.bits.get(name, 0)
        return bits

    def written(self, step: Step) -> int:
        """What a step may set."""
        bits = self.set_of(tuple(write.name for write in step.artifacts.writes))
        if step.catch is not None and step.catch.var is not None:
            bits |= self.bits[step.catch.var]
        return bits | (UNSEEN if step.artifacts.opaque or step.opaque else 0)

    @cached_property
    def broken(self) -> bool:
        """Whether some transition leads nowhere, so that joins may lack inputs."""
        return any(
            (not step.transition.targets and step.name != self.flow.end)
            or any(target not in self.flow.by_name for target in step.transition.targets)
            for step in self.flow.steps
        )

    def lost_at(self, name: str) -> dict[str, str]:
        """For the steps behind a join that drops the artifact, the name of that join."""
        bit = self.bits.get(name, 0)
        found: dict[str, str] = {}
        for step in self.order:
            if self.inputs.get(step, 0) & bit and not self.after[step] & bit:
                found[step] = step
                continue
            earlier = (found.get(before) for before in self.flow.predecessors[step])
            join = next((join for join in earlier if join is not None), None)
            if join is not None:
                found[step] = join
        return found

    @cached_property
    def _orphans(self) -> dict[str, None]:
        """The steps, in order, that nothing leads to because of a mistake."""
        return {
            step.name: None
            for step in self.flow.steps
            if not self.flow.predecessors[step.name] and step.name != self.flow.start
        }

    def _successors(self, step: str) -> tuple[str, ...]:
        targets = self.flow.by_name[step].transition.targets
        return tuple(target for target in targets if target in self.flow.by_name)

    def _solve(self) -> None:
        rank = {step: index for index, step in enumerate(self.order)}
        waiting = list(range(len(self.order)))
        queued = set(waiting)
        while waiting:
            index = heappop(waiting)
            queued.discard(index)
            step = self.order[index]
            if not self._visit(self.flow.by_name[step]):
                continue
            for target in self._successors(step):
                if rank[target] not in queued:
                    queued.add(rank[target])
                    heappush(waiting, rank[target])

    def _visit(self, step: Step) -> bool:
        """Recomputes the sets of a step; tells whether what it leaves has changed."""
        arriving = 0
        for before in self.flow.predecessors[step.name]:
            arriving |= self.after.get(before, 0)
        if step.name in self._orphans or (step.is_join and self.broken):
            arriving |= UNKNOWN
        if step.is_join:
            self.inputs[step.name] = arriving
            found = 0
            for merge in step.artifacts.merges:
                found |= self.merged(merge, arriving)
            arriving = found
        self.before[step.name] = arriving
        leaving = arriving | self.written(step)
        changed = self.after.get(step.name) != leaving
        self.after[step.name] = leaving
        return changed


def _names(step: Step) -> list[str]:
    """The artifacts that a step mentions as its own or its inputs'."""
    names = [write.name for write in step.artifacts.writes]
    for merge in step.artifacts.merges:
        names.extend(merge.include or ())
    if step.catch is not None and step.catch.var is not None:
        names.append(step.catch.var)
    return names
