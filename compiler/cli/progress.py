"""How far long work has come, on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def counting(what: str, *, wanted: bool) -> Iterator[Callable[[int], None]]:
    """Shows how much has been done, as long as it goes on; yields what is told of more.

    Only on a terminal, on stderr, and only where that is wanted.
    """
    if not wanted or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    from rich.console import Console

    done = 0

    def told(more: int) -> None:
        nonlocal done
        done += more
        status.update(f"{done:,} {what}")

    with Console(stderr=True).status(f"0 {what}") as status:
        yield told
