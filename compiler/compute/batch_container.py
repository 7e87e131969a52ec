"""A container of AWS Batch without a scheduler: what a job must know to run one kind of task.

Two steps whose containers are equal can share one job definition, so everything here is frozen,
hashable and in the order in which it was written.
"""

from __future__ import annotations

from dataclasses import dataclass

from compiler.compute.pod import HostVolume, Pairs
from runtime_shim.contract import INSTALLED_LAUNCH


@dataclass(frozen=True, slots=True)
class Device:
    """A device of the machine, at the same path in the container."""

    path: str
    permissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemoryFolder:
    """A folder in memory."""

    mount: str
    size_mib: int


@dataclass(frozen=True, slots=True)
class FileSystem:
    """A file system of Amazon EFS."""

    name: str
    mount: str
    id: str


@dataclass(frozen=True, slots=True)
class Log:
    """Where what the container prints goes."""

    driver: str
    options: Pairs


@dataclass(frozen=True, slots=True)
class BatchContainer:
    """The container that runs a task, and what it needs around it."""

    image: str
    vcpus: str
    """A whole number on EC2, where it is at least 1; on Fargate also 0.25 and 0.5."""
    memory_mib: int
    gpus: int = 0
    executable: str = "python"
    launch: tuple[str, ...] = INSTALLED_LAUNCH
    """The executable's arguments before those of the runtime."""
    env: Pairs = ()
    job_role: str | None = None
    """The ARN of the role that the task has."""
    execution_role: str | None = None
    """The ARN of the role with which ECS gets the image and writes the log."""
    shared_memory_mib: int | None = None
    tmpfs: MemoryFolder | None = None
    max_swap_mib: int | None = None
    swappiness: int | None = None
    devices: tuple[Device, ...] = ()
    volumes: tuple[HostVolume | FileSystem, ...] = ()
    privileged: bool = False
    log: Log | None = None
    tags: Pairs = ()
    fargate: bool = False
    public_ip: bool = False
    """Only Fargate's own network has one to give."""
    ephemeral_storage_gib: int | None = None
    """Only Fargate's machines have a disk to choose."""
