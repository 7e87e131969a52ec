"""What becomes of the locks of a flow, and what comes of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
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
    """A policy, and who hears of each environment that packages are looked up for."""

    policy: Policy = Policy.READ
    tell: Callable[[Request], None] | None = None


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
