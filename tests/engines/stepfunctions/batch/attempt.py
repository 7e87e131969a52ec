"""One attempt of a job, of a child of an array, or of a node: one container."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.engines.stepfunctions.hosts import Container, Host

EXITED = "Essential container in task exited"
TIMED_OUT = "Job attempt duration exceeded timeout"
_LOOK = 0.1
_KILLED = 137
"""The exit code that Docker reports of a container that SIGKILL ended."""


def host_lost(instance: str = "i-0123456789abcdef0") -> str:
    """Why an attempt ended whose spot host was reclaimed."""
    return f"Host EC2 (instance {instance}) terminated."


@dataclass(frozen=True)
class Attempt:
    """How it ended."""

    container: str
    """Its name, on the host."""
    exit_code: int | None
    """None where the container did not get that far."""
    status_reason: str
    reason: str = ""
    started: int = 0
    """Milliseconds since 1970."""
    stopped: int = 0

    @property
    def succeeded(self) -> bool:
        return self.exit_code == 0 and self.status_reason == EXITED


@dataclass(frozen=True)
class Ending:
    """What ends a container that does not end by itself."""

    terminated: threading.Event
    """Somebody asks for it."""
    why: Callable[[], str]
    timeout: float | None = None
    """Seconds."""
    reclaimed_after: float | None = None
    """Seconds."""


def run_attempt(host: Host, container: Container, ending: Ending) -> Attempt:
    """Starts a container and waits for its end."""
    started = time.time()
    if ending.reclaimed_after == 0:
        return _attempt(container, None, host_lost(), started)
    running = host.start(container)
    while (status := running.wait(_LOOK)) is None:
        reason = _reason(ending, time.time() - started)
        if reason is not None:
            running.kill()
            status = running.wait()
            code = None if reason == host_lost() else _KILLED
            return _attempt(container, code, reason, started)
    return _attempt(container, status if status >= 0 else 128 - status, EXITED, started)


def _reason(ending: Ending, seconds: float) -> str | None:
    if ending.terminated.is_set():
        return ending.why()
    if ending.timeout is not None and seconds > ending.timeout:
        return TIMED_OUT
    if ending.reclaimed_after is not None and seconds > ending.reclaimed_after:
        return host_lost()
    return None


def _attempt(container: Container, code: int | None, reason: str, started: float) -> Attempt:
    return Attempt(
        container.name,
        code,
        reason,
        started=round(started * 1000),
        stopped=round(time.time() * 1000),
    )
