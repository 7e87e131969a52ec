"""What becomes of the locks of a flow, and what comes of that."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compiler.environments.request import Request


class Policy(Enum):
    """What becomes of locks."""

    READ = "a missing one is an error"
    CHECK = "a missing one is none of the flow's mistakes, and is left out"
    MAKE = "a missing one is made"
    RENEW = "all are made anew"


@dataclass(frozen=True)
class Locking:
    """A policy, and who hears of what comes of it."""

    flow: str
    """The flow, as the person named it who is advised."""
    policy: Policy = Policy.READ
    asked: Callable[[Request], None] | None = None
    """Hears of each environment before its packages are looked up."""
    made: Callable[[Path], None] | None = None
    """Hears of each lock that was written."""

    @property
    def command(self) -> str:
        """What makes the locks, for a shell.

        >>> Locking("my flow.py").command
        "flowc lock 'my flow.py'"
        """
        return shlex.join(("flowc", "lock", self.flow))


@dataclass(frozen=True)
class Environments:
    """The package environments of a flow."""

    by_step: Mapping[str, str] = field(default_factory=dict)
    """By the name of a step the id of its environment."""
    locks: Mapping[str, bytes] = field(default_factory=dict)
    """By the id of an environment its lock, where there is one."""

    @property
    def complete(self) -> bool:
        """Whether each environment has its lock."""
        return set(self.by_step.values()) <= self.locks.keys()
