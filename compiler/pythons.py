"""The versions of Python that tasks can run on: those that flowc's runtime knows."""

from __future__ import annotations

import re

_RELEASES = tuple(f"3.{minor}" for minor in range(9, 15))
OLDEST, NEWEST = _RELEASES[0], _RELEASES[-1]
_VERSION = re.compile(r"(3\.[0-9]+)(?:\.[0-9]+)?")


def release_of(version: str) -> str | None:
    """The release that a version is of; None where it is none that tasks can run on.

    >>> release_of("3.12.4"), release_of("3.99"), release_of(">=3.9")
    ('3.12', None, None)
    """
    found = _VERSION.fullmatch(version)
    return found[1] if found and found[1] in _RELEASES else None
