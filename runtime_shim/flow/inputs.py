"""The inputs of a join."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Union

from runtime_shim.manifest import TaskId


class Inputs:
    """The tasks that a join joins, each as a flow object with the artifacts of the task.

    By step after a branch (`inputs.train.loss`), by number after a foreach
    (`inputs[0].loss`), one after the other in both cases. The order is that of the items,
    or of the branches in `self.next(...)`. Nothing is read before it is asked for.
    """

    def __init__(self, tasks: Sequence[TaskId], opened: Callable[[int], Any]) -> None:
        self._steps = {task.step: number for number, task in enumerate(tasks)}
        self._count = len(tasks)
        self._opened = opened

    def __getitem__(self, index: Union[int, slice]) -> Any:
        numbers = range(self._count)[index]
        if isinstance(numbers, range):
            return [self._opened(number) for number in numbers]
        return self._opened(numbers)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Any]:
        return map(self._opened, range(self._count))

    def __getattr__(self, name: str) -> Any:
        steps = self.__dict__.get("_steps", {})
        if name not in steps:
            known = ", ".join(steps)
            raise AttributeError(f"no input of this join is a task of `{name}`; there is {known}")
        return self._opened(steps[name])
