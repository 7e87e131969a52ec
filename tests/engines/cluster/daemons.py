"""Processes that go on when the command that started them has ended.

Each leaves a file with its process id and the time when it started, as the kernel counts it: an
id that another process has by then is nobody's to stop.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.engines.cluster.places import LOGS, RUNNING
from tests.engines.cluster.problems import ClusterError

_PIDS = RUNNING / "pids"
_GRACE = 3
"""Seconds that a process has to end by itself; the controller of Argo never does."""
_LOOK = 0.1


@dataclass(frozen=True)
class Daemon:
    """A process that was started here."""

    name: str
    pid: int
    started: str
    file: Path

    @property
    def alive(self) -> bool:
        """Whether it runs, a process that ended and was not waited for being none."""
        return _started(self.pid) == self.started

    def log(self) -> str:
        """The end of what it printed."""
        return log_of(self.name).read_text(errors="replace")[-3000:]

    def stop(self) -> None:
        """Ends it."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.alive:
                os.kill(self.pid, number)
                deadline = time.monotonic() + _GRACE
                while time.monotonic() < deadline and self.alive:
                    _reap(self.pid)
                    time.sleep(_LOOK)
        self.file.unlink()


def start(
    name: str, command: Sequence[str | Path], environment: Mapping[str, str] | None = None
) -> Daemon:
    """Starts a program, by its path, which prints to a log of its name."""
    for folder in (_PIDS, LOGS):
        folder.mkdir(parents=True, exist_ok=True)
    words = [str(word) for word in command]
    # Not a `Popen`, which minds that nobody waits for its process.
    pid = os.posix_spawn(
        words[0],
        words,
        {**os.environ, **(environment or {})},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, log_of(name), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )
    number = 1 + max((int(file.name.split("-")[0]) for file in _PIDS.iterdir()), default=0)
    file = _PIDS / f"{number:02}-{name}"
    file.write_text(f"{pid} {_started(pid)}")
    return _read(file)


def log_of(name: str) -> Path:
    """Where a process prints to."""
    return LOGS / f"{name}.log"


def running() -> list[Daemon]:
    """All that were started and not stopped, in that order; some may have ended."""
    return [_read(file) for file in sorted(_PIDS.iterdir())] if _PIDS.exists() else []


def wait_until(ready: Callable[[], bool], what: str, timeout: float) -> None:
    """Waits, in seconds, for something that the processes are to bring about.

    Raises `ClusterError` when it takes too long, or when one of them has ended.
    """
    deadline = time.monotonic() + timeout
    while not ready():
        ended = [daemon for daemon in running() if not daemon.alive]
        if ended:
            raise ClusterError(f"{ended[0].name} has ended:\n{ended[0].log()}")
        if time.monotonic() > deadline:
            raise ClusterError(f"After {timeout:.0f} s: {what}. The logs are in {LOGS}.")
        time.sleep(_LOOK)


def _read(file: Path) -> Daemon:
    pid, started = file.read_text().split()
    return Daemon(file.name.partition("-")[2], int(pid), started, file)


def _started(pid: int) -> str:
    """When a process started, in ticks since the machine did; see proc(5), `/proc/pid/stat`."""
    try:
        state, *fields = Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return "ended"
    return "ended" if state in "ZX" else fields[18]


def _reap(pid: int) -> None:
    """Waits for a process that ended, where it is a child of this one."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
