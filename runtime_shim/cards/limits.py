"""How long a card may take, beside how long its step may."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Optional

_HAS_TIMER = hasattr(signal, "setitimer")
"""Windows has none."""


@contextmanager
def limit_of_step_put_off() -> Iterator[None]:
    """Where the time of the step itself is limited, that counts again when the block ends.

    Its exception must reach the step, so it cannot be raised among errors of a card.
    """
    if not _in_main_thread() or not _step_is_limited():
        yield
        return
    over: list[Optional[FrameType]] = []
    # A mask would not do: any other thread of the step takes the signal then.
    before = signal.signal(signal.SIGALRM, lambda _, frame: over.append(frame))
    try:
        yield
    finally:
        signal.signal(signal.SIGALRM, before)
        if over and callable(before):
            before(signal.SIGALRM, over[0])


@contextmanager
def limited(seconds: Optional[int]) -> Iterator[None]:
    """Raises `TimeoutError` after some seconds, unless the timer serves the step."""
    possible = _HAS_TIMER and _in_main_thread() and not _step_is_limited()
    if not possible or not seconds or seconds < 0:
        yield
        return

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _step_is_limited() -> bool:
    return _HAS_TIMER and signal.getitimer(signal.ITIMER_REAL)[0] > 0


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()
