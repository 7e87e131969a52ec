"""What a scheduler asks of whatever runs its tasks, and what it hears from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from runtime_shim.log_lines import LogLine


@dataclass(frozen=True)
class Command:
    """A process to start."""

    argv: Sequence[str]
    """The arguments of the runtime."""
    env: Mapping[str, str]
    """All of its environment."""
    cwd: str
    fresh: bool = False
    """Whether it must be a new interpreter."""


@dataclass(frozen=True)
class Started:
    """A process runs."""

    process: int
    pid: int


@dataclass(frozen=True)
class Printed:
    """A process printed a line."""

    process: int
    line: LogLine


@dataclass(frozen=True)
class Ended:
    """A process has ended; all that it printed has been told."""

    process: int
    status: int
    """Its exit code, or minus the signal that killed it."""
    error: str | None = None
    """Why it could not be started at all."""


@dataclass(frozen=True)
class Interrupted:
    """Somebody asks the scheduler to stop."""

    signal: int


Event = Started | Printed | Ended | Interrupted


class Workers(Protocol):
    """Processes by numbers that the scheduler gives them.

    Every method may raise a `FlowcError` when it can run no more processes.
    """

    def start(self, process: int, command: Command) -> None:
        """`Started`, then `Printed` for each line, then `Ended` follow; or `Ended` alone."""

    def send_signal(self, process: int, number: int) -> None:
        """To the process and those that it started; nothing where it has ended."""

    def wait(self, timeout: float) -> Sequence[Event]:
        """What has happened, in order; after some seconds at the latest, maybe nothing."""

    def close(self) -> None:
        """Kills the processes that still run."""
