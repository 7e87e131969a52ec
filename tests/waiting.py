"""Waits for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def eventually(what: Callable[[], Any]) -> Any:
    """What is called, as soon as it gives something; within ten seconds."""
    for _ in range(1000):
        found = what()
        if found:
            return found
        time.sleep(0.01)
    raise AssertionError("it did not happen within ten seconds")


def is_running(pid: int) -> bool:
    """Whether a process runs; one that has ended may still wait for somebody to ask how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
