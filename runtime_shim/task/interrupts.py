"""Whether somebody interrupted the process, or the code only says so."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_READ_BYTES = 1 << 12


@contextmanager
def noticed_interrupts() -> Iterator[Callable[[], bool]]:
    """Gives a function that says whether SIGINT has come since.

    The handler stays Python's own, for there are libraries that only replace that one. In
    another thread than the main one, which gets no signals, none is noticed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    readable, writable = os.pipe()
    for end in (readable, writable):
        os.set_blocking(end, False)
    before = signal.set_wakeup_fd(writable, warn_on_full_buffer=False)
    try:
        yield lambda: signal.SIGINT in _read(readable)
    finally:
        signal.set_wakeup_fd(before)
        os.close(readable)
        os.close(writable)


def _read(readable: int) -> bytes:
    try:
        return os.read(readable, _READ_BYTES)
    except BlockingIOError:
        return b""
