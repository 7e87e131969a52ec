"""How much a function does, by a measure that is the same on every machine and every day."""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import count
from types import FrameType
from typing import Any


def calls(function: Callable[[], object]) -> int:
    """The calls, of Python's and of C's functions, that a function makes."""
    number = count()

    def seen(_: FrameType, event: str, __: Any) -> None:
        if event in ("call", "c_call"):
            next(number)

    sys.setprofile(seen)
    try:
        function()
    finally:
        sys.setprofile(None)
    return next(number)
