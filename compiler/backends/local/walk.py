"""Which tasks come next, by the plan and by what the tasks before decided."""

from __future__ import annotations

from runtime_shim.manifest import Next, TaskId
from runtime_shim.plan import Plan, PlanStep
from runtime_shim.successors import successors

Ready = tuple[TaskId, ...]
"""Tasks that can start. They are more than one where they only run together: a gang."""


class Walk:
    """One run's way through the plan. What it does for a task costs as much as its successors."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._widths: dict[TaskId, int] = {}
        """Of the foreach and gang splits that have finished."""
        self._missing: dict[TaskId, int] = {}
        """For each join that somebody has reached, how many it still waits for."""

    @property
    def first(self) -> Ready:
        """Where a run starts."""
        return (TaskId(self._plan.start, ""),)

    def after(self, task: TaskId, next: Next) -> list[Ready]:  # noqa: A002 - the transition's name
        """What can start now that a task has finished, in the order of the source."""
        step = self._plan.steps[task.step]
        arrived = [target for target, _ in successors(step, task, next)]
        if next.width is not None:
            self._widths[task] = next.width
        if step.kind == "gang":
            return [tuple(arrived)]
        return [(target,) for target in arrived if self._is_ready(target)]

    def _is_ready(self, task: TaskId) -> bool:
        step = self._plan.steps[task.step]
        if not step.is_join:
            return True
        missing = self._missing.pop(task, None) or self._arrivals(step, task)
        if missing > 1:
            self._missing[task] = missing - 1
        return missing == 1

    def _arrivals(self, join: PlanStep, task: TaskId) -> int:
        if join.branches:
            return len(join.branches)
        assert join.split is not None
        # A foreach begins where it ends: outside of itself.
        return self._widths[TaskId(join.split, task.path)]
