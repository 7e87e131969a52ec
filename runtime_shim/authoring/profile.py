"""`profile`: how long a block takes."""

from __future__ import annotations

import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Optional


@contextmanager
def profile(label: str, stats_dict: Optional[MutableMapping[str, int]] = None) -> Iterator[None]:
    """Prints when the block starts and how many milliseconds it took.

    With `stats_dict` these are added up under the label there, and nothing is printed.
    """
    if stats_dict is None:
        print(f"PROFILE: {label} starting")  # noqa: T201 - what it is for
    start = time.monotonic()
    yield
    took = int((time.monotonic() - start) * 1000)
    if stats_dict is None:
        print(f"PROFILE: {label} completed in {took}ms")  # noqa: T201
    else:
        stats_dict[label] = stats_dict.get(label, 0) + took
