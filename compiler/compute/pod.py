"""A pod without a scheduler: what Kubernetes must know to run one kind of container.

Two steps whose pods are equal can share one definition, so everything here is frozen,
hashable and in the order in which it was written.
"""

from __future__ import annotations

from dataclasses import dataclass

from compiler.ir.compute import SecurityContext, Toleration

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


Volume = MemoryVolume | ClaimVolume | HostVolume


@dataclass(frozen=True, slots=True)
class Pod:
    """One container, and what it needs around it."""

    image: str
    image_pull_policy: str | None = None
    executable: str = "python"
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
