"""Which attempt of a task this is, by what its scheduler counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from runtime_shim.history import History
from runtime_shim.manifest import TaskId
from runtime_shim.plan import PlanStep


@dataclass(frozen=True)
class Retry:
    """How often a scheduler has tried a task before, which need not have come to a container."""

    number: int


Count = Union[int, Retry]
"""The number of the attempt itself, or of the retry."""


def begin_attempt(history: History, step: PlanStep, task: TaskId, count: Count) -> int:
    """The number of the attempt; of a retry it is recorded that it has started.

    Where the step has one attempt every retry is that one, and nothing is recorded.
    """
    if isinstance(count, Retry):
        if step.attempts == 1:
            return 0
        history.begin_retry(task, count.number)
    return attempt_number(history, task, count)


def attempt_number(history: History, task: TaskId, count: Count) -> int:
    """The number of the attempt; of a retry, how many with a lower number have started.

    So one that is started twice, as after its host was taken away, is the same attempt.
    """
    if isinstance(count, Retry):
        return sum(number < count.number for number in history.retries(task))
    return count
