"""The runtime as the first process of its container.

To that process the kernel brings only signals that it asks for: the SIGTERM with which a pod is
asked to end would be lost, and a step that is to be killed would go on. And whatever loses its
parent becomes its child, for which it must wait. So it does nothing but this, for another process
that does the work.
"""

from __future__ import annotations

import os
import signal
from typing import Optional

FIRST = 1
"""The number of that process."""
_KILLED = 128
"""More than a signal's number: the exit code of what it killed, as a shell reports it."""


def status_of_work() -> Optional[int]:
    """Comes back twice: at once with None in a new process, which is to do the work, and with
    that one's exit code in the old one, when the new one has ended.

    Until then all signals of the old process go to the new one.
    """
    every = signal.valid_signals()
    # A signal that is blocked waits, and is not lost.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, every)
    work = os.fork()
    if work == 0:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return None
    while True:
        number = signal.sigwait(every)
        if number != signal.SIGCHLD:
            os.kill(work, number)
            continue
        status = _wait(work)
        if status is not None:
            return status if status >= 0 else _KILLED - status


def _wait(work: int) -> Optional[int]:
    """Takes leave of all children that have ended; how the one that works did, if it is there."""
    ended, status = os.waitpid(-1, os.WNOHANG)
    while ended:
        if ended == work:
            return os.waitstatus_to_exitcode(status)
        ended, status = os.waitpid(-1, os.WNOHANG)
    return None
