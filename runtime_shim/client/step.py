"""A step of a run: its tasks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Optional

from runtime_shim.client.objects import Container
from runtime_shim.store.together import together

if TYPE_CHECKING:
    from runtime_shim.client.task import Task


class Step(Container["Task"], depth=3):
    """A step of a run: `Step("TrainFlow/17/train")`."""

    @property
    def task(self) -> Optional[Task]:
        """The newest task; of a step outside of every foreach and loop the only one."""
        return next(iter(self), None)

    def tasks(self, *tags: str) -> Iterator[Task]:
        """The tasks, newest first: by their paths, the highest first."""
        return self._with_tags(tags)

    @property
    def control_task(self) -> Optional[Task]:
        """Of the members of a gang the one with index 0."""
        return next(self.control_tasks(), None)

    def control_tasks(self, *tags: str) -> Iterator[Task]:
        """Each gang's member with index 0."""
        return (task for task in self._with_tags(tags) if task._is_control())

    @property
    def finished_at(self) -> Optional[datetime]:
        """When the last of its tasks was done; None as long as one is not."""
        times = [task.finished_at for task in self]
        known = [time for time in times if time is not None]
        return max(known) if known and len(known) == len(times) else None

    @property
    def environment_info(self) -> Optional[dict[str, str]]:
        """Where its newest task ran."""
        task = self.task
        return task.environment_info if task else None

    @property
    def parent_steps(self) -> Iterator[Step]:
        """The steps that led to this one in the run."""
        return self._named(before.step for task in self for before in task._before())

    @property
    def child_steps(self) -> Iterator[Step]:
        """The steps that this one led to in the run, as far as they have started."""
        return self._named(name for task in self for name in task._targets())

    @property
    def origin_pathspec(self) -> Optional[str]:
        """The step of the run that this one's run resumed."""
        run = self.parent
        origin = run.origin_pathspec if run else None
        return f"{origin}/{self.id}" if origin else None

    def _named(self, names: Iterator[str]) -> Iterator[Step]:
        for name in dict.fromkeys(names):
            step = self._related([*self._components[:2], name], None)
            if isinstance(step, Step) and step._exists():
                yield step

    def _exists(self) -> bool:
        return not self.id.startswith("_") and self.task is not None

    def _ends_flow(self) -> bool:
        task = self.task
        return task is not None and task.finished and not task._targets()

    def _created(self) -> float:
        """When its first task by path started: in a foreach none starts before."""
        return next((self._child(name)._created() for name in self._started()), 0.0)

    def _names(self) -> Iterator[str]:
        return reversed(list(self._started()))

    def _started(self) -> Iterator[str]:
        """The tasks by their paths, the lowest first."""
        known = [task.name for task in self._history.tasks(self.id)]
        known += [name for name in self._running_child() if name not in known]
        there = together(self._scope.store, lambda name: self._child(name)._exists(), known)
        return (name for name, exists in zip(known, there) if exists)  # noqa: B905
