"""What brings a flow's documents to where they run, and starts runs there.

A backend may have one; `flowc deploy`, `flowc trigger` and `flowc status` ask for it, and know
nothing else of where that is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from compiler.backends.bundle import Bundle
from compiler.ir.flow import Flow
from compiler.settings import Settings

Action = Literal["create", "update", "delete", "unchanged"]


class DeployError(Exception):
    """Where a flow is deployed is not reached, refuses, or lacks something.

    The message is a whole sentence or more.
    """


def nothing() -> None:
    """What is done where nothing changes."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing of a deployment, and what becomes of it."""

    action: Action
    kind: str
    """Such as `state machine`."""
    name: str
    apply: Callable[[], None] = nothing
    """Makes the change; raises `DeployError`. The changes before it have been made."""


@dataclass(frozen=True, slots=True)
class DeployedRun:
    """A run of a deployed flow."""

    run: str
    """Its id, in the datastore too."""
    status: str
    """In the scheduler's word."""
    started: float
    """Seconds since the epoch."""
    ended: float | None


@dataclass(frozen=True, slots=True)
class RunFailure:
    """Why a run of a deployed flow failed, as far as the scheduler knows."""

    where: str | None
    """What of the scheduler's document failed."""
    error: str
    cause: str
    log: str | None = None
    """Where the scheduler keeps what the task printed."""


class Deployer(Protocol):
    """The deployment of one flow under some settings."""

    name: str
    """What the flow is called where it runs."""

    def changes(self, bundle: Bundle) -> Sequence[Change]:
        """What it takes to have these documents in place, in the order in which it is to be done.

        Only looks. Raises `DeployError`.
        """

    def removal(self) -> Sequence[Change]:
        """What it takes to have nothing of the flow there. Only looks. Raises `DeployError`."""

    def trigger(self, parameters: Mapping[str, str]) -> str:
        """Starts a run with these texts of parameters, and gives its id. Raises `DeployError`."""

    def runs(self, limit: int) -> Sequence[DeployedRun]:
        """The newest runs, newest first. Raises `DeployError`."""

    def run(self, run: str) -> tuple[DeployedRun, RunFailure | None]:
        """A run by its id, and why it failed, if it did. Raises `DeployError`."""


@runtime_checkable
class Deploys(Protocol):
    """A backend whose documents flowc itself deploys."""

    def deployer(self, flow: Flow, settings: Settings) -> Deployer:
        """The deployment of a flow. Nothing is connected to yet. Raises `DeployError` where what
        connects is not installed."""
