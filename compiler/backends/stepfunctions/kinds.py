"""What runs each step: one job a task, or one for all tasks of a split."""

from __future__ import annotations

from enum import Enum

from compiler.ir.compute import Kubernetes
from compiler.ir.flow import Flow
from compiler.ir.region import Map, Sequence, Task
from compiler.ir.regions.queries import tasks, walk
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


def step_kinds(flow: Flow, region: Sequence, settings: Settings) -> dict[str, Kind]:
    """The kind of each step, in the order of the source."""
    found = {
        step.name: Kind.EKS if isinstance(step.compute, Kubernetes) else Kind.TASK
        for step in flow.steps
    }
    for inner, _ in walk(region):
        if isinstance(inner, Map):
            step = only_step(inner)
            if step is not None and found[step] is Kind.TASK:
                if inner.gang:
                    found[step] = Kind.GANG
                elif settings.stepfunctions.foreach == "array":
                    found[step] = Kind.ARRAY
    return found


def only_step(region: Map) -> str | None:
    """The step that is all there is in a map's body; None where it has more than a step."""
    inside = [inner for inner, _ in walk(region.body) if not isinstance(inner, Sequence)]
    if len(inside) == 1 and isinstance(inside[0], Task):
        return next(tasks(region.body))
    return None
