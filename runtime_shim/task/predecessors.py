"""The tasks right before one, by the records that they left with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from runtime_shim.errors import FlowcError
from runtime_shim.flow.context import TaskContext
from runtime_shim.manifest import Frame, Manifest, TaskId
from runtime_shim.store.together import together

_ONLY = "-"
"""The slot of a task that is no join (`contract.arrival_key`)."""


@dataclass(frozen=True)
class Predecessors:
    """What came before a task. Manifests are read as they are asked for, once."""

    context: TaskContext
    tasks: tuple[TaskId, ...]
    """In the order of the slots: of the items, or of the branches in the source."""
    _manifests: dict[int, Manifest] = field(default_factory=dict)

    def manifest(self, number: int) -> Manifest:
        """Of the task's last committed attempt; raises `FlowcError` where it has none."""
        if number not in self._manifests:
            task = self.tasks[number]
            found = self.context.history.newest(task)
            if found is None:
                raise FlowcError(f"{_named(self.context, task)} has not been committed.")
            self._manifests[number] = found
        return self._manifests[number]

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The foreachs around the task itself, outermost first."""
        if not self.tasks:
            return ()
        context, before = self.context, self.manifest(0)
        if context.step.is_join:
            return before.frames if context.step.branches else before.frames[:-1]
        edge = context.plan.steps[before.task.step].edges[context.task.step]
        if not edge.item or before.next.width is None:
            return before.frames
        split = context.plan.steps[before.task.step]
        index = int(context.task.path.split(".")[edge.keep])
        return (*before.frames, Frame(before.task, split.items, index, before.next.width))


def find_predecessors(context: TaskContext) -> Predecessors:
    """The predecessors of a task; raises `FlowcError` where they have not all been there."""
    if _begins(context):
        return Predecessors(context, ())
    step = context.step
    if not step.is_join:
        return Predecessors(context, (_arrival(context, _ONLY),))
    if step.branches:
        return Predecessors(context, _arrivals(context, step.branches))
    first = Predecessors(context, (_arrival(context, "0"),))
    width = first.manifest(0).frames[-1].width
    others = _arrivals(context, map(str, range(1, width)))
    return Predecessors(context, (*first.tasks, *others), {0: first.manifest(0)})


def _begins(context: TaskContext) -> bool:
    """Whether this is where the run starts: not where a loop comes back there."""
    numbers = context.task.path.split(".") if context.task.path else []
    return context.task.step == context.plan.start and not any(map(int, numbers))


def _arrivals(context: TaskContext, slots: Iterable[str]) -> tuple[TaskId, ...]:
    return tuple(together(context.store, lambda slot: _arrival(context, slot), slots))


def _arrival(context: TaskContext, slot: str) -> TaskId:
    task = context.history.arrival(context.task, slot)
    if task is None:
        what = "" if slot == _ONLY else f" in the slot {slot}"
        raise FlowcError(
            f"{_named(context, context.task)} has no predecessor{what}: "
            "the task before it has not been committed."
        )
    return task


def _named(context: TaskContext, task: TaskId) -> str:
    return f"the task {context.history.pathspec(task)}"
