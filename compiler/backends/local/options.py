"""What a person chooses about a local run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RunOptions:
    """How a flow runs on this machine. None of it changes what the tasks compute."""

    max_workers: int = 16
    """Tasks that run at a time. A gang counts as one: its members only run together."""
    max_num_splits: int = 100
    """The widest foreach; a wider one fails the run."""
    python: str | None = None
    """The interpreter of the tasks; None for the one that runs the scheduler."""
    wait_before_retry: bool = True
    """Whether to wait as long as `@retry` says. Metaflow does not on one machine."""
    fresh_processes: bool = False
    """Whether each task starts an interpreter, as in a container, instead of being forked
    from one that has the runtime loaded."""
    grace_seconds: float = 5
    """What the tasks that run have to end by themselves when the run fails, as Metaflow's do,
    or to clean up when it is interrupted."""
    enforce: bool = False
    """Whether the tasks that run at a time must fit the processors, memory and GPUs here."""
    api: str = "flowc"
    """`installed` where `import metaflow` shall give the installed package."""
    project: str | None = None
    """The text of `contract.ENV_PROJECT`."""
    namespace: str | None = None
    """That of `contract.ENV_NAMESPACE`."""
    environments: Mapping[str, str] = field(default_factory=dict)
    """By the name of a step the id of the package environment that its tasks run in."""
    locks: Mapping[str, bytes] = field(default_factory=dict)
    """By these ids what the environments are made from."""


@dataclass(frozen=True)
class Resume:
    """Which tasks of an earlier run a new one reuses: those that finished."""

    origin: str
    """The id of the earlier run."""
    steps: frozenset[str] = frozenset()
    """Steps that run anew, with all that comes after them."""
