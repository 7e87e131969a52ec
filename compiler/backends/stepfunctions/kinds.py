"""What runs each step: one job a task, or one for all tasks of a split."""

from __future__ import annotations

from enum import Enum

from compiler.ir.compute import Kubernetes
from compiler.ir.flow import Flow
from compiler.ir.step import Step
from compiler.ir.transition import Foreach, Gang, Linear, Transition
from compiler.settings import Settings


class Kind(Enum):
    """By what a step's tasks are run."""

    TASK = "task"
    """A Batch job for each."""
    ARRAY = "array"
    """A Batch array job for all items of a foreach."""
    GANG = "gang"
    """A multi-node Batch job for all members of a gang."""
    EKS = "eks"
    """A Kubernetes Job for each."""


ONE_JOB = (Kind.ARRAY, Kind.GANG)
"""Those of a step whose tasks are one job together, which Batch itself tries again."""


def step_kinds(flow: Flow, settings: Settings) -> dict[str, Kind]:
    """The kind of each step, in the order of the source."""
    return {step.name: step_kind(step, flow, settings) for step in flow.steps}


def step_kind(step: Step, flow: Flow, settings: Settings) -> Kind:
    """The kind of a step; the flow need not be without mistakes."""
    if isinstance(step.compute, Kubernetes):
        return Kind.EKS
    split = _split_around(step, flow)
    if isinstance(split, Gang):
        return Kind.GANG
    if isinstance(split, Foreach) and settings.stepfunctions.foreach == "array":
        return Kind.ARRAY
    return Kind.TASK


def _split_around(step: Step, flow: Flow) -> Transition | None:
    """What leads to the step, where the step is all that there is from there to the join."""
    before = flow.predecessors[step.name]
    after = step.transition
    if len(before) != 1 or not isinstance(after, Linear):
        return None
    join = flow.by_name.get(after.target)
    return flow.by_name[before[0]].transition if join is not None and join.is_join else None
