"""What a flow object knows of the task that it stands for, out of the user's sight.

The name of the attribute begins with two underscores, as no artifact's does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import FunctionType, MethodType
from typing import Any

from runtime_shim.artifacts import Artifacts
from runtime_shim.contract import pathspec
from runtime_shim.flow.transition import Transition
from runtime_shim.manifest import Artifact, Frame, TaskId
from runtime_shim.plan import Plan

ATTRIBUTE = "__task__"


@dataclass
class TaskState:
    """One task: the one that runs, or one that a join has as an input."""

    plan: Plan
    run: str
    task: TaskId
    codec: Artifacts
    artifacts: dict[str, Artifact] = field(default_factory=dict)
    """What came from before, and is passed on as it is unless the object has its own."""
    frames: tuple[Frame, ...] = ()
    transition: Transition | None = None
    items: dict[int, Any] = field(default_factory=dict)
    """Of the foreachs around it, by their depth, the items that were looked up."""
    parameters: tuple[str, ...] = ()
    """The attributes that are parameters of the flow."""

    def load(self, name: str) -> object:
        """The value of an artifact from before; raises `KeyError`, `UnreadableArtifact`."""
        task = pathspec(self.plan.flow, self.run, self.task.step, self.task.path)
        return self.codec.load(self.artifacts[name], f"`{name}` of {task}")


def state_of(flow: object) -> TaskState | None:
    """The state of a flow object; None outside of a task."""
    return vars(flow).get(ATTRIBUTE)


def artifact_names(flow: object) -> list[str]:
    """The names of all artifacts that a flow object has: own ones, and those from before."""
    state = state_of(flow)
    before = state.artifacts if state else {}
    return [*before, *(name for name in own_artifacts(flow) if name not in before)]


def own_artifacts(flow: object) -> list[str]:
    """The attributes of the object itself that are to be stored, as Metaflow tells them apart.

    Functions and methods are none, nor are names of two leading underscores, nor what a
    constant of the class hides; and `name` is the flow's own unless the user has set it.
    """
    return [name for name, value in vars(flow).items() if _is_artifact(flow, name, value)]


def _is_artifact(flow: object, name: str, value: object) -> bool:
    if name.startswith("__") or isinstance(value, (FunctionType, MethodType)):
        return False
    if isinstance(getattr(type(flow), name, None), property):
        return False
    return name != "name" or value != type(flow).__name__
