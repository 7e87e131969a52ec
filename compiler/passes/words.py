"""Small pieces of sentences."""

from __future__ import annotations

from collections.abc import Iterable


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
