"""What a region tree means, told by walking it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from compiler.ir.region import Choice, Jump, Loop, Map, Parallel, Region, Sequence, Task
from runtime_shim.contract import child_path

Instance = tuple[str, str]
Ends = frozenset[Instance]


@dataclass
class Walk:
    """Every task of one run, and those right before it."""

    choice: Callable[[str, str], Any]
    width: Callable[[str, str], Any]
    before: dict[Instance, Ends] = field(default_factory=dict)

    def sequence(self, sequence: Sequence, path: str, ends: Ends) -> tuple[str | None, Ends]:
        """The label that control jumps to at last, if any, and the last tasks."""
        for child in sequence.children:
            label, ends = self.region(child, path, ends)
            if label is not None:
                return label, ends
        return None, ends

    def region(self, region: Region, path: str, ends: Ends) -> tuple[str | None, Ends]:
        if isinstance(region, Task):
            instance = (region.step, path)
            assert instance not in self.before, f"{instance} runs twice"
            self.before[instance] = ends
            return None, frozenset({instance})
        if isinstance(region, Parallel):
            return None, self._all(ends, [(branch, path) for branch in region.branches])
        if isinstance(region, Map):
            width = self.width(region.split, path)
            bodies = [(region.body, child_path(path, item)) for item in range(width)]
            return None, self._all(ends, bodies) if bodies else ends
        if isinstance(region, Choice):
            return self._choice(region, path, ends)
        if isinstance(region, Loop):
            label: str | None = region.label
            turn = 0
            while label == region.label:
                label, ends = self.sequence(region.body, child_path(path, turn), ends)
                turn += 1
            return label, ends
        if isinstance(region, Jump):
            return region.label, ends
        return self.sequence(region, path, ends)

    def _all(self, ends: Ends, parts: list[tuple[Sequence, str]]) -> Ends:
        found: set[Instance] = set()
        for part, path in parts:
            label, last = self.sequence(part, path, ends)
            assert label is None, "a branch must end at its join"
            found |= last
        return frozenset(found)

    def _choice(self, region: Choice, path: str, ends: Ends) -> tuple[str | None, Ends]:
        target = self.choice(region.switch, path)
        (arm,) = [arm for arm in region.arms if arm.target == target]
        label, ends = self.sequence(arm.body, path, ends)
        tails = {tail.label: tail.body for tail in region.shared}
        while label in tails:
            label, ends = self.sequence(tails[label], path, ends)
        return label, ends


def walk(
    region: Sequence, choice: Callable[[str, str], Any], width: Callable[[str, str], Any]
) -> dict[Instance, Ends]:
    """Each task of the run, and those right before it."""
    found = Walk(choice, width)
    label, _ = found.sequence(region, "", frozenset())
    assert label is None
    return found.before
