"""Small pieces of sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_SHOWN = 5


def listed(items: Iterable[str]) -> str:
    """
    >>> listed(["`a`", "`b`", "`c`"])
    '`a`, `b` and `c`'
    """
    *before, last = items
    return f"{', '.join(before)} and {last}" if before else last


def quoted(names: Iterable[str]) -> str:
    """
    >>> quoted(["a", "b"])
    '`a` and `b`'
    """
    return listed(f"`{name}`" for name in names)


def some_of(names: Sequence[str]) -> str:
    """Quotes the names, or where they are many the first of them and how many more.

    >>> some_of(["a", "b", "c", "d", "e", "f", "g"])
    '`a`, `b`, `c`, `d`, `e` and 2 more'
    """
    more = len(names) - _SHOWN
    if more <= 1:
        return quoted(names)
    return listed([*(f"`{name}`" for name in names[:_SHOWN]), f"{more} more"])
