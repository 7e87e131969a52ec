"""Makes the flow objects that steps get: `self`, and the inputs of a join."""

from __future__ import annotations

import contextlib
from typing import Any

from runtime_shim.authoring.flowspec import Taken
from runtime_shim.flow.inputs import Inputs
from runtime_shim.flow.state import ATTRIBUTE, TaskState
from runtime_shim.task.predecessors import Predecessors


def make_flow(cls: Any, state: TaskState) -> Any:
    """The flow object of the task that runs.

    A user's own `__init__` runs up to its call of `FlowSpec.__init__`, from which it would
    not come back in Metaflow either.
    """
    flow = cls.__new__(cls)
    vars(flow)[ATTRIBUTE] = state
    with contextlib.suppress(Taken):
        flow.__init__()
    return flow


def make_inputs(cls: Any, predecessors: Predecessors, state: TaskState) -> Inputs:
    """The inputs of the join that `state` is of; each is read when it is first looked at."""
    made: dict[int, Any] = {}

    def opened(number: int) -> Any:
        if number not in made:
            manifest = predecessors.manifest(number)
            made[number] = cls(use_cli=False)
            vars(made[number])[ATTRIBUTE] = TaskState(
                state.plan,
                state.run,
                predecessors.tasks[number],
                state.codec,
                artifacts=dict(manifest.artifacts),
                frames=manifest.frames,
            )
        return made[number]

    return Inputs(predecessors.tasks, opened)
