"""Asks a store several things, at once where every answer takes its time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from runtime_shim.parallel import in_parallel
from runtime_shim.store import Store

Item = TypeVar("Item")
Result = TypeVar("Result")

_AT_ONCE = 16
_BATCH = 64


def together(
    store: Store, function: Callable[[Item], Result], items: Iterable[Item]
) -> Iterator[Result]:
    """What a function that asks the store gives for each item, in their order.

    As lazy as `map`, but that a remote store may have been asked for some more items.
    """
    if not store.is_remote:
        yield from map(function, items)
        return
    waiting = iter(items)
    while batch := list(islice(waiting, _BATCH)):
        yield from in_parallel(function, batch, _AT_ONCE)
