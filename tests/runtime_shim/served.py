"""The server, with some things to do in place of the steps of a flow."""

from __future__ import annotations

import atexit
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from runtime_shim import serve


def run(argv: Sequence[str]) -> int:
    """Does what the first argument names; the others are its arguments."""
    status = globals()[argv[0]](*argv[1:])
    return int(status or 0)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stderr.write(f"{text}!\n")


def leave(status: str) -> int:
    return int(status)


def about() -> None:
    facts = {
        "cwd": str(Path.cwd()),
        "argv": sys.argv[1:],
        "MARK": os.environ.get("MARK"),
        "OUTER": os.environ.get("OUTER"),
        "leader": os.getpgrp() == os.getpid(),
        "stdin": sys.stdin.read(),
        "interrupt": signal.getsignal(signal.SIGINT) is signal.default_int_handler,
        "children": signal.getsignal(signal.SIGCHLD) is signal.SIG_DFL,
        "wakeup": signal.set_wakeup_fd(-1),
        "open": [number for number in range(3, 64) if _is_open(number)],
    }
    sys.stdout.write(repr(facts))


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def random_number() -> None:
    sys.stdout.write(str(random.random()))


def end_slowly() -> None:
    """Ends as an interpreter ends: other threads first, then what was registered."""
    atexit.register(lambda: os.write(1, b"registered\n"))
    threading.Timer(0.05, os.write, (1, b"thread\n")).start()


def fail() -> None:
    raise ValueError("of the task")


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def sleep() -> None:
    sys.stdout.write("asleep\n")
    sys.stdout.flush()
    time.sleep(60)


def sleep_deaf() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    sleep()


def sleep_with_child() -> None:
    """The child holds the outputs of the task, and lives as long as it is let."""
    child = subprocess.Popen(["sleep", "60"])
    sys.stdout.write(f"{child.pid}\n")
    sys.stdout.flush()
    child.wait()


def leave_child() -> None:
    """The same, without waiting for it."""
    child = subprocess.Popen(["sleep", "60"])
    sys.stdout.write(f"{child.pid}\nlast words")


def write_bytes(text: str, times: str = "1") -> None:
    os.write(1, bytes.fromhex(text) * int(times))


if __name__ == "__main__":
    sys.exit(serve.serve(int(sys.argv[-1]), run))
