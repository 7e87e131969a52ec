"""Which tasks come after one, by the plan and by the transition that its step made."""

from __future__ import annotations

from collections.abc import Iterator

from runtime_shim.errors import FlowcError
from runtime_shim.manifest import Next, TaskId
from runtime_shim.plan import PlanStep


class UnexpectedTransition(FlowcError):
    """A step went where the plan has no edge: its code is not what was compiled."""


def successors(
    step: PlanStep,
    task: TaskId,
    next: Next,  # noqa: A002 - the transition's name
) -> Iterator[tuple[TaskId, str]]:
    """The tasks that a transition leads to, each with the slot that it reaches it in."""
    for target in next.targets:
        edge = step.edges.get(target)
        if edge is None:
            raise UnexpectedTransition(
                f"the step `{step.name}` went to `{target}`, where the flow as it was compiled "
                "does not go. Was the file changed while it ran?"
            )
        for index in (None,) if next.width is None else range(next.width):
            yield TaskId(target, edge.path(task.path, index)), edge.slot_of(task.path)
