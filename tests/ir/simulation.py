"""An independent reading of region trees: which edges between steps a tree means.

It follows the docstrings of the model and knows nothing of how trees are built. On the
way it refuses trees that break the model: a jump without a label around it, a jump that
something follows, a step that stands twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from compiler.ir.region import (
    Choice,
    Jump,
    Loop,
    Map,
    Parallel,
    Region,
    Sequence,
    Task,
)

EXIT = "<exit>"


@dataclass(frozen=True)
class Goal:
    """Where control goes: to one step, or to the targets of a switch or a split."""

    targets: tuple[str, ...]


Labels = dict[str, Goal]
"""The labels that a jump may name, with what follows the region that bears each."""


@dataclass
class Simulation:
    edges: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def enter(self, region: Region, after: Goal, labels: Labels) -> Goal:
        """Where control goes that enters `region`, with `after` following it."""
        if isinstance(region, Task):
            assert region.step not in self.edges, f"{region.step} stands twice"
            self.edges[region.step] = after.targets
            return Goal((region.step,))
        if isinstance(region, Sequence):
            for child in reversed(region.children):
                after = self.enter(child, after, labels)
            return after
        if isinstance(region, Jump):
            assert region.label in labels, f"no label {region.label} around the jump"
            assert labels[region.label] == after, f"something follows ^{region.label}"
            return Goal((region.label,))
        if isinstance(region, Loop):
            entry = self.enter(region.body, after, {**labels, region.label: after})
            assert entry == Goal((region.label,)), "a loop's label is its first step"
            return entry
        if isinstance(region, Choice):
            return self._choice(region, after, labels)
        return self._split(region, after)

    def _choice(self, choice: Choice, after: Goal, labels: Labels) -> Goal:
        tails = {tail.label: after for tail in choice.shared}
        for tail in choice.shared:
            entry = self.enter(tail.body, after, {**labels, **tails})
            assert entry == Goal((tail.label,)), "a tail's label is its first step"
        for arm in choice.arms:
            entry = self.enter(arm.body, after, {**labels, **tails})
            assert entry == Goal((arm.target,)), f"the arm of {arm.target} goes to {entry}"
        return Goal(tuple(arm.target for arm in choice.arms))

    def _split(self, split: Parallel | Map, after: Goal) -> Goal:
        assert after == Goal((split.join,)), f"{split.join} does not follow its split"
        bodies = split.branches if isinstance(split, Parallel) else (split.body,)
        # Labels outside are out of reach: no jump leaves a branch.
        entries = [self.enter(body, after, {}) for body in bodies]
        return Goal(tuple(target for entry in entries for target in entry.targets))


def edges_of(tree: Sequence) -> dict[str, tuple[str, ...]]:
    """For each step the steps that follow it, by what the tree says."""
    simulation = Simulation()
    simulation.enter(tree, Goal((EXIT,)), {})
    return {
        step: tuple(target for target in targets if target != EXIT)
        for step, targets in simulation.edges.items()
    }
