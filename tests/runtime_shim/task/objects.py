"""Flow objects for tests that need no process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from runtime_shim.artifacts import Artifacts
from runtime_shim.authoring.flowspec import FlowSpec
from runtime_shim.flow.state import TaskState
from runtime_shim.manifest import Frame, TaskId
from runtime_shim.plan import Edge, Plan, PlanStep
from runtime_shim.store.folder import FolderStore
from runtime_shim.task.instance import make_flow

PLAN = Plan(
    flow="SomeFlow",
    file="flow.py",
    start="start",
    end="end",
    steps={
        "start": PlanStep("start", "branch", {"left": Edge(), "right": Edge()}),
        "left": PlanStep("left", "linear", {"join": Edge(slot="left")}),
        "right": PlanStep("right", "linear", {"join": Edge(slot="right")}),
        "join": PlanStep(
            "join", "linear", {"end": Edge()}, split="start", branches=("left", "right")
        ),
        "end": PlanStep("end", "end"),
    },
)


class SomeFlow(FlowSpec):
    """Its methods stand for steps; none is ever called."""

    def start(self) -> None: ...
    def left(self) -> None: ...
    def right(self) -> None: ...
    def join(self, inputs: Any) -> None: ...
    def end(self) -> None: ...


def state_in(
    folder: Path, step: str = "start", frames: tuple[Frame, ...] = (), **artifacts: object
) -> TaskState:
    """The state of a task of a step that has these artifacts from before."""
    codec = Artifacts(FolderStore(str(folder)), "SomeFlow")
    before = {name: codec.save(name, value) for name, value in artifacts.items()}
    return TaskState(PLAN, "7", TaskId(step, ""), codec, before, frames)


def flow_in(
    folder: Path, step: str = "start", frames: tuple[Frame, ...] = (), **artifacts: object
) -> Any:
    """The flow object of such a task."""
    return make_flow(SomeFlow, state_in(folder, step, frames, **artifacts))
