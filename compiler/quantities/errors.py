"""What is raised for a quantity, a duration or a cron expression that cannot be read."""

from __future__ import annotations

from typing import Literal

Kind = Literal["cpu", "size", "count", "resource", "duration", "cron"]


class QuantityError(Exception):
    """A value that is not what its argument takes.

    `start` and `length` are the characters at fault in the given text, both 0 where
    the value is no text. `problem` is a sentence about what is wrong and `hint` one
    about what to write instead.
    """

    def __init__(self, start: int, length: int, problem: str, hint: str, kind: Kind) -> None:
        super().__init__(problem)
        self.start = start
        self.length = length
        self.problem = problem
        self.hint = hint
        self.kind = kind


class Inexpressible(Exception):
    """A cron expression that a target's dialect cannot say; `reason` tells why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
