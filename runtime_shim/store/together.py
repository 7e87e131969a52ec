"""Asks a store several things, at once where every answer takes its time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from runtime_shim.parallel import in_parallel
from runtime_shim.store import Store

Item = TypeVar("Item")
Result = TypeVar("Result")

_AT_ONCE = 16


def together(
    store: Store, function: Callable[[Item], Result], items: Iterable[Item]
) -> list[Result]:
    """What a function that asks the store gives for each item, in their order."""
    if store.is_remote:
        return in_parallel(function, items, _AT_ONCE)
    return [function(item) for item in items]
