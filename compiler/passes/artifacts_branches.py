"""Which artifacts the branches of a join surely set, each for itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from compiler.ir.step import Step
from compiler.ir.transition import Branch, Foreach, Gang
from compiler.passes.artifacts_flow import ArtifactFlow


@dataclass(frozen=True)
class Open:
    """A split that is not joined yet, and by which of its targets one left it."""

    split: str
    arm: str
    around: Open | None


class BranchWrites:
    """For each step, what is surely set since the innermost split that is still open."""

    def __init__(self, artifacts: ArtifactFlow) -> None:
        self.artifacts = artifacts
        self.flow = artifacts.flow

    def conflicts(self, join: Step) -> int:
        """The artifacts that more than one of the tasks that meet in a join surely set."""
        once = several = 0
        arms = self._arms(join)
        for (split, _), steps in arms.items():
            sure = self._common(steps)
            repeated = not isinstance(self.flow.by_name[split].transition, Branch)
            several |= sure if repeated else once & sure
            once |= sure
        return several

    def _arms(self, join: Step) -> dict[tuple[str, str], list[str]]:
        """The last steps of each branch that ends in a join, where all are of one split."""
        arms: dict[tuple[str, str], list[str]] = {}
        for step in self.flow.predecessors[join.name]:
            opened = self._opened.get(step)
            if opened is None:
                return {}
            arms.setdefault((opened.split, opened.arm), []).append(step)
        splits = {split for split, _ in arms}
        return arms if len(splits) == 1 else {}

    def _common(self, steps: list[str]) -> int:
        """What is surely set after whichever of some steps was the last."""
        common = -1
        for step in steps:
            common &= self._sure.get(step, -1)
        return max(common, 0)

    @cached_property
    def _opened(self) -> dict[str, Open | None]:
        """For each step the innermost split around it."""
        found: dict[str, Open | None] = {}
        for name in self.artifacts.order:
            before = next((b for b in self.flow.predecessors[name] if b in found), None)
            if before is None:
                found[name] = None
                continue
            opened = found[before]
            transition = self.flow.by_name[before].transition
            if isinstance(transition, Branch | Foreach | Gang):
                opened = Open(before, name, opened)
            if self.flow.by_name[name].is_join and opened is not None:
                opened = opened.around
            found[name] = opened
        return found

    @cached_property
    def _sure(self) -> dict[str, int]:
        found: dict[str, int] = {}
        changed = True
        while changed:
            changed = False
            for name in self.artifacts.order:
                step = self.flow.by_name[name]
                sure = self._written(step) | self._arriving(step, found)
                sure &= found.get(name, sure)  # only ever less, so that this ends
                if found.get(name) != sure:
                    found[name] = sure
                    changed = True
        return found

    def _arriving(self, step: Step, found: dict[str, int]) -> int:
        """What is surely set before a step; what has not been looked at yet limits nothing."""
        if step.is_join:
            return self._merged(step, found)
        common = 0 if step.name == self.flow.start else -1
        for before in self.flow.predecessors[step.name]:
            split = isinstance(self.flow.by_name[before].transition, Branch | Foreach | Gang)
            common &= 0 if split else found.get(before, -1)
        return max(common, 0)

    def _merged(self, join: Step, found: dict[str, int]) -> int:
        """What a join surely has of what was set since the split around its own one."""
        if not join.artifacts.merges:
            return 0
        available = 0
        for (split, _), steps in self._arms(join).items():
            available |= found.get(split, 0)
            common = -1
            for step in steps:
                common &= found.get(step, -1)
            available |= max(common, 0)
        merged = 0
        for merge in join.artifacts.merges:
            merged |= self.artifacts.merged(merge, available) if merge.known else 0
        return merged

    def _written(self, step: Step) -> int:
        """What a step surely sets when it succeeds."""
        if step.catch is not None:
            return self.artifacts.set_of((step.catch.var,)) if step.catch.var else 0
        return self.artifacts.set_of(
            tuple(write.name for write in step.artifacts.writes if write.certain)
        )
