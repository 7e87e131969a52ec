"""`@timeout`: an exception in the step when its time is over."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Optional

from runtime_shim.authoring.marks import Decoration
from runtime_shim.exceptions import MetaflowException, TimeoutException
from runtime_shim.task.failure import stack


@contextlib.contextmanager
def time_limit(step: str, timeout: Decoration) -> Iterator[None]:
    """Raises `TimeoutException` in the block once the time of the decorator is over.

    It is a signal that interrupts the block: code that never comes back to Python ends first.
    Raises `MetaflowException` where the decorator gives no time, or this is no main thread.
    """
    given = timeout.attributes
    hours, minutes, seconds = (int(given[unit]) for unit in ("hours", "minutes", "seconds"))
    limit = hours * 3600 + minutes * 60 + seconds
    if limit <= 0:
        raise MetaflowException(f"@timeout of the step {step} needs a time, as in `seconds=60`.")
    if threading.current_thread() is not threading.main_thread():
        raise MetaflowException(f"the step {step} has a @timeout, which needs the main thread.")
    message = f"Step {step} timed out after {hours} hours, {minutes} minutes, {seconds} seconds"

    def stop(_: int, frame: Optional[FrameType]) -> None:
        sys.stdout.write(f"{message}\n")
        raise TimeoutException(f"{message}\nStack when the timeout was raised:\n{stack(frame)}")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(limit)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
