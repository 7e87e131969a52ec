"""The ids of runs that start on this machine."""

from __future__ import annotations

import time


def new_run_id() -> str:
    """Microseconds since the epoch: the ids of runs sort by when they started."""
    return str(time.time_ns() // 1000)
