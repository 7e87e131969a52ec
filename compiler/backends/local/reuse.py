"""Which tasks of an earlier run a new one takes over, in place of running them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from compiler.backends.local.walk import Ready
from runtime_shim.contract import CONTRACT_VERSION
from runtime_shim.errors import FlowcError
from runtime_shim.history import History
from runtime_shim.manifest import Manifest, TaskId
from runtime_shim.plan import Plan
from runtime_shim.successors import successors


class CannotResume(FlowcError):
    """There is nothing of that name to start from."""


class Reuse:
    """Takes tasks over in the order of the walk, so that each comes after those before it.

    What is written is what the task itself would have: arrival records, then its manifest,
    which names the blobs of the earlier run. Nothing of the earlier run is changed, and
    nothing is asked of it but its committed tasks: it may have been killed at any moment.
    """

    def __init__(self, plan: Plan, origin: History, steps: Iterable[str]) -> None:
        """Takes over what finished in the earlier run, but for some steps and all after them.

        Raises `CannotResume` for a run or a step that there is not.
        """
        self._plan = plan
        self._origin = origin
        self._anew = _and_after(plan, steps)
        self._taken: set[TaskId] = set()
        self.changed: list[str] = []
        """The steps of which tasks finished that do not fit any more, as they come up."""
        record = self._origin.record()
        if record is None:
            raise CannotResume(f"the flow {plan.flow} has no run {origin.run} in this datastore.")
        self.parameters = record.parameters
        """What the earlier run was given: a start that runs anew is given the same."""

    def take(self, tasks: Ready, history: History) -> list[Manifest]:
        """The manifests of tasks that a run takes over; none where they have to run."""
        found = [self._reusable(task) for task in tasks]
        manifests = [manifest for manifest in found if manifest is not None]
        attempts = {manifest.attempt for manifest in manifests}
        # Members of a gang work together: those of different attempts have never met.
        if len(manifests) < len(tasks) or len(attempts) > 1:
            return []
        return [self._take(manifest, history) for manifest in manifests]

    def _reusable(self, task: TaskId) -> Manifest | None:
        if task.step in self._anew:
            return None
        manifest = self._origin.newest(task)
        # All that it built on is taken over too, so it would find what it found then.
        if manifest is None or not self._taken.issuperset(manifest.inputs):
            return None
        if self._still_fits(manifest):
            return manifest
        if task.step not in self.changed:
            self.changed.append(task.step)
        return None

    def _still_fits(self, manifest: Manifest) -> bool:
        """Whether the step leads where it led then."""
        step, taken = self._plan.steps[manifest.task.step], manifest.next
        if manifest.contract != CONTRACT_VERSION:
            return False
        if (taken.width is not None) != (step.kind in ("foreach", "gang")):
            return False
        if step.kind == "switch":
            return len(taken.targets) == 1 and taken.targets[0] in step.edges
        return set(taken.targets) == set(step.edges)

    def _take(self, manifest: Manifest, history: History) -> Manifest:
        taken = replace(manifest, run=history.run, origin=manifest.origin or self._origin.run)
        step = self._plan.steps[manifest.task.step]
        for target, slot in successors(step, taken.task, taken.next):
            history.arrive(target, slot, taken.task)
        history.commit(taken)
        self._taken.add(taken.task)
        return taken


def _and_after(plan: Plan, steps: Iterable[str]) -> frozenset[str]:
    """The steps, and all that can be reached from them."""
    reached: set[str] = set()
    pending = list(steps)
    while pending:
        name = pending.pop()
        if name not in plan.steps:
            raise CannotResume(
                f"the flow {plan.flow} has no step `{name}`. Its steps are "
                f"{', '.join(f'`{step}`' for step in plan.steps)}."
            )
        if name not in reached:
            reached.add(name)
            pending.extend(plan.steps[name].edges)
    return frozenset(reached)
