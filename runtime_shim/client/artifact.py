"""One artifact of a task, and all of them as attributes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Optional, cast

from runtime_shim.client.objects import MetaflowObject
from runtime_shim.exceptions import MetaflowNotFound

if TYPE_CHECKING:
    from runtime_shim.client.task import Task
    from runtime_shim.manifest import Artifact


class DataArtifact(MetaflowObject, depth=5):
    """A value that a task left: `DataArtifact("TrainFlow/17/train/3/model")`."""

    @property
    def data(self) -> Any:
        """The value. Loading it imports the modules of its classes.

        Raises `FlowcError` with the class and its module where that fails.
        """
        from runtime_shim.artifacts import Artifacts

        found = self._artifact()
        if found is None:
            raise MetaflowNotFound(f"{self} does not exist.")
        task, _, name = self.pathspec.rpartition("/")
        return Artifacts(self._scope.store, self._components[0]).load(found, f"`{name}` of {task}")

    @property
    def sha(self) -> str:
        """The digest of the stored value: the same for equal values."""
        found = self._artifact()
        return found.blob.sha256 if found else ""

    @property
    def size(self) -> int:
        """Bytes of the pickled value."""
        found = self._artifact()
        return found.size if found else 0

    @property
    def finished_at(self) -> datetime:
        """When the task was done: the same as `created_at`."""
        return self.created_at

    @property
    def origin_pathspec(self) -> Optional[str]:
        """The artifact of the task that `resume` reused."""
        origin = self._task.origin_pathspec
        return f"{origin}/{self.id}" if origin else None

    @property
    def _task(self) -> Task:
        return cast("Task", self.parent)

    def _artifact(self) -> Optional[Artifact]:
        shown = self._task._shown()
        return shown.artifacts.get(self.id) if shown else None

    def _exists(self) -> bool:
        return self._artifact() is not None

    def _created(self) -> float:
        shown = self._task._shown()
        return shown.finished if shown else 0.0


class MetaflowData:
    """The artifacts of a task as attributes; `"name" in data` tells whether there is one."""

    def __init__(self, artifacts: Iterable[DataArtifact]) -> None:
        self._artifacts = {artifact.id: artifact for artifact in artifacts}

    def __getattr__(self, name: str) -> Any:
        # An object that is being copied has no artifacts yet, and is asked for its methods.
        artifact = self.__dict__.get("_artifacts", {}).get(name)
        if artifact is None:
            raise AttributeError(name)
        return artifact.data

    def __contains__(self, name: object) -> bool:
        return name in self._artifacts

    def __dir__(self) -> list[str]:
        return [*self._artifacts, *object.__dir__(self)]

    def __repr__(self) -> str:
        return f"<MetaflowData: {', '.join(self._artifacts)}>"
