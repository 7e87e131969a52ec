"""A pod without a scheduler: what Kubernetes must know to run one kind of container.

Two steps whose pods are equal can share one definition, so everything here is frozen,
hashable and in the order in which it was written.
"""

from __future__ import annotations

from dataclasses import dataclass

from compiler.ir.compute import SecurityContext, Toleration
from runtime_shim.contract import INSTALLED_LAUNCH

Pairs = tuple[tuple[str, str], ...]
"""A mapping that can be hashed."""


@dataclass(frozen=True, slots=True)
class MemoryVolume:
    """A folder in memory; `size` is a Kubernetes quantity."""

    name: str
    mount: str
    size: str


@dataclass(frozen=True, slots=True)
class ClaimVolume:
    """A persistent volume claim that exists already."""

    name: str
    mount: str
    claim: str


@dataclass(frozen=True, slots=True)
class HostVolume:
    """A folder of the machine that the pod runs on."""

    name: str
    mount: str
    path: str


@dataclass(frozen=True, slots=True)
class ScratchVolume:
    """A folder on the node's disk that is empty at first and gone with the pod."""

    name: str
    mount: str
    read_only: bool = False
    """For the main container; init containers fill it."""


Volume = MemoryVolume | ClaimVolume | HostVolume | ScratchVolume


@dataclass(frozen=True, slots=True)
class InitContainer:
    """What runs, and must succeed, before the main container starts."""

    name: str
    image: str
    command: tuple[str, ...]
    """The program and its arguments: no shell stands between."""
    image_pull_policy: str | None = None
    requests: Pairs = ()
    limits: Pairs = ()
    mounts: Pairs = ()
    """From the names of the pod's volumes to where they are, all of them to be written."""


@dataclass(frozen=True, slots=True)
class Pod:
    """The container that runs a task, and what it needs around it."""

    image: str
    image_pull_policy: str | None = None
    executable: str = "python"
    launch: tuple[str, ...] = INSTALLED_LAUNCH
    """The executable's arguments before those of the runtime."""
    init_containers: tuple[InitContainer, ...] = ()
    env: Pairs = ()
    """As the process shall see it; escaping is left to whoever writes the document."""
    env_secrets: tuple[str, ...] = ()
    """Secrets whose every key becomes an environment variable."""
    requests: Pairs = ()
    limits: Pairs = ()
    volumes: tuple[Volume, ...] = ()
    ports: tuple[int, ...] = ()
    security_context: SecurityContext | None = None
    service_account: str | None = None
    node_selector: Pairs = ()
    tolerations: tuple[Toleration, ...] = ()
    labels: Pairs = ()
    annotations: Pairs = ()
