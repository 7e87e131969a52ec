"""Keeps every value, and the work to find it, within bounds."""

from __future__ import annotations

from collections.abc import Iterable

from compiler.diagnostics.catalogue.values import TooLarge
from compiler.frontend.evaluate.scope import Refused

LARGEST = 1_000_000
"""The most characters and items, counted all the way down, that a value may have."""

LARGEST_BITS = 4096
"""Short enough that turning the number into decimal digits never meets Python's own limit."""

LONGEST_NUMBER = 1000
"""Characters of a text that is turned into a number."""

DEEPEST = 150
"""Levels of nesting, constants included: well within Python's stack on every version."""

MOST_STEPS = 200_000
"""Nodes visited for one value; only comprehensions ever come near."""


def bounded(value: object) -> object:
    """The value, if it is small enough. Shared parts count once for each time they occur."""
    if isinstance(value, int):
        if value.bit_length() > LARGEST_BITS:
            raise Refused(TooLarge)
    elif isinstance(value, str | bytes | list | tuple | set | dict):
        _weigh(value)
    return value


def at_most(size: float) -> None:
    """Refuses a size before anything that large is made."""
    if size > LARGEST:
        raise Refused(TooLarge)


def _weigh(value: object) -> None:
    total = 0
    pending: list[object] = [value]
    while pending:
        item = pending.pop()
        total += 1
        if isinstance(item, str | bytes):
            total += len(item)
        elif isinstance(item, list | tuple | set | dict):
            total += len(item)
            if total <= LARGEST:
                pending.extend(_parts(item))
        at_most(total)


def _parts(
    value: list[object] | tuple[object, ...] | set[object] | dict[object, object],
) -> Iterable[object]:
    return (*value.keys(), *value.values()) if isinstance(value, dict) else value
