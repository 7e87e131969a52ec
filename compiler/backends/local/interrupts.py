"""Signals that ask the scheduler to stop, as something to wait for like any other input."""

from __future__ import annotations

import signal
import socket
import threading
from types import FrameType, TracebackType

ASKING = ("SIGINT", "SIGTERM", "SIGHUP")
IN_VAIN = 3
"""Signals that nobody has read, of which the last one ends the process as if unhandled."""


class Interrupts:
    """While it is entered, the signals interrupt nothing: `read` tells of them.

    Where it does not come to that, for the store does not answer, who asks again and again is
    not kept waiting. Only a main thread gets signals; in another one there are none to tell of.
    """

    def __init__(self) -> None:
        self._readable, self._writable = socket.socketpair()
        self._readable.setblocking(False)
        self._writable.setblocking(False)
        self._handlers: dict[int, object] = {}
        self._wakeup = -1
        self._unread = 0

    def fileno(self) -> int:
        return self._readable.fileno()

    def read(self) -> list[int]:
        """The numbers of the signals that came."""
        self._unread = 0
        try:
            return [number for number in self._readable.recv(64) if number in self._handlers]
        except BlockingIOError:
            return []

    def _came(self, number: int, _: FrameType | None) -> None:
        self._unread += 1
        if self._unread >= IN_VAIN:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    def __enter__(self) -> Interrupts:
        if threading.current_thread() is threading.main_thread():
            self._wakeup = signal.set_wakeup_fd(self._writable.fileno(), warn_on_full_buffer=False)
            for number in (getattr(signal, name) for name in ASKING):
                # Somebody who started this with a signal ignored, as nohup does, meant it.
                if signal.getsignal(number) is not signal.SIG_IGN:
                    # Only a signal that has a handler is written to the socket.
                    self._handlers[number] = signal.signal(number, self._came)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._handlers:
            signal.set_wakeup_fd(self._wakeup)
            for number, handler in self._handlers.items():
                signal.signal(number, handler)  # type: ignore[arg-type]
        self._readable.close()
        self._writable.close()
