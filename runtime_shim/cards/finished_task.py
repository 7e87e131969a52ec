"""The task as its cards see it: right after the user's code, before the attempt is committed.

It has what the `Task` of the client has that reports are made of. The client itself cannot
find the task yet: an attempt exists from the moment that its manifest does, and that
already names the cards.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Optional

from runtime_shim.flow.context import TaskContext
from runtime_shim.flow.state import artifact_names, state_of


@dataclass(frozen=True)
class FinishedArtifact:
    """A value of the task: one that the step set, or one from before."""

    id: str
    pathspec: str
    flow: Any

    @property
    def data(self) -> Any:
        """The value. One from before that the step did not read is loaded each time."""
        state = state_of(self.flow)
        if state is None or self.id in vars(self.flow):
            return getattr(self.flow, self.id)
        return state.load(self.id)

    @property
    def size(self) -> int:
        """Bytes of the pickled value, if it is from before; 0 for one that is at hand."""
        state = state_of(self.flow)
        before = state.artifacts.get(self.id) if state else None
        return 0 if before is None or self.id in vars(self.flow) else before.size

    def __str__(self) -> str:
        return f"DataArtifact('{self.pathspec}')"


@dataclass(frozen=True)
class FinishedTask:
    """A task whose artifacts are at hand. Times are local, without a zone, as the client's."""

    context: TaskContext
    flow: Any
    """The flow object; None while the step still runs, whose artifacts are not shown."""
    created_at: datetime
    finished_at: Optional[datetime] = None
    """None while the step still runs."""

    successful = True
    exception = None
    code = None
    origin_pathspec = None
    stdout = ""
    stderr = ""

    @property
    def id(self) -> str:
        return self.context.task.name

    @property
    def path_components(self) -> list[str]:
        return [self.context.plan.flow, self.context.run, self.context.task.step, self.id]

    @property
    def pathspec(self) -> str:
        return "/".join(self.path_components)

    @property
    def finished(self) -> bool:
        return self.finished_at is not None

    @property
    def current_attempt(self) -> int:
        return self.context.attempt

    @property
    def tags(self) -> frozenset[str]:
        return self.user_tags | self.system_tags

    @property
    def user_tags(self) -> frozenset[str]:
        record = self.context.record
        return frozenset(record.tags) if record else frozenset()

    @property
    def system_tags(self) -> frozenset[str]:
        record = self.context.record
        return record.all_system_tags if record else frozenset()

    @property
    def parameters(self) -> tuple[str, ...]:
        """Which of the artifacts are parameters of the flow."""
        state = state_of(self.flow) if self.finished else None
        return state.parameters if state else ()

    @property
    def metadata_dict(self) -> dict[str, str]:
        return {"attempt": str(self.context.attempt), "ds-root": self.context.store.root}

    @cached_property
    def data(self) -> Any:
        """The values as attributes."""
        return _Values(self)

    @property
    def artifacts(self) -> Any:
        """A named tuple of all artifacts."""
        found = list(self)
        kind: Any = namedtuple("MetaflowArtifacts", [one.id for one in found])  # type: ignore[misc]
        return kind(*found)

    @property
    def parent(self) -> Any:
        """The step, by the client: its `parent` is the run, with the tasks that are done."""
        from runtime_shim.client import Step

        return Step("/".join(self.path_components[:3]), _namespace_check=False)

    @cached_property
    def _names(self) -> list[str]:
        names = artifact_names(self.flow) if self.finished else []
        return [name for name in names if not name.startswith("_")]

    def __iter__(self) -> Iterator[FinishedArtifact]:
        return (self[name] for name in self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __getitem__(self, name: str) -> FinishedArtifact:
        if name not in self._names:
            raise KeyError(name)
        return FinishedArtifact(name, f"{self.pathspec}/{name}", self.flow)

    def __str__(self) -> str:
        return f"Task('{self.pathspec}')"


class _Values:
    def __init__(self, task: FinishedTask) -> None:
        self._task = task

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._task:
            raise AttributeError(name)
        return self._task[name].data

    def __contains__(self, name: object) -> bool:
        return name in self._task
