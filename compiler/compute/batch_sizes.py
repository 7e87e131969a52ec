"""Sizes in the units of AWS Batch, and which of them AWS Fargate has machines for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compiler.compute.kubernetes_sizes import default_sizes
from compiler.ir.compute import Batch, Resources
from compiler.settings import DefaultResources

MIB = 2**20
GIB = 2**30
_MEGABYTE = 10**6

FARGATE_MEMORY_MIB: Mapping[int, Sequence[int]] = {
    250: (512, 1024, 2048),
    500: range(1024, 4096 + 1, 1024),
    1000: range(2048, 8192 + 1, 1024),
    2000: range(4096, 16384 + 1, 1024),
    4000: range(8192, 30720 + 1, 1024),
    8000: range(16384, 61440 + 1, 4096),
    16000: range(32768, 122880 + 1, 8192),
    32000: (61440, 122880, 249856),
}
"""By thousandths of a vCPU ("ResourceRequirement" in the AWS Batch API Reference)."""
SMALLEST_MEMORY_MIB = 4
"""The same place."""
FARGATE_DISK_GIB = 20
"""What every task has ("ephemeralStorage" in the same place). More is 21 to 200."""
FARGATE_LARGEST_DISK_GIB = 200


def memory_mib(size: int) -> int:
    """The memory of a job, of bytes.

    Metaflow hands the number of `memory=` to Batch as it is, which takes it for MiB. So a whole
    number of megabytes becomes as many MiB, a little more, and no step gets less than there.

    >>> memory_mib(16384 * 10**6), memory_mib(16 * 2**30), memory_mib(1)
    (16384, 16384, 1)
    """
    return size // _MEGABYTE if size % _MEGABYTE == 0 else whole(size, MIB)


def whole(size: int, unit: int) -> int:
    """How many units hold a size.

    >>> whole(1025, 1024)
    2
    """
    return -(-size // unit)


def cpu_and_memory(asked: Resources, defaults: DefaultResources) -> tuple[int, int]:
    """Thousandths of a vCPU, and MiB, as the step and the settings have them.

    Raises QuantityError where the settings cannot be read.
    """
    cpu, memory, _ = default_sizes(defaults)
    return asked.cpu_millis or cpu, memory_mib(asked.memory_bytes or memory)


def fargate_fit(cpu_millis: int, memory: int) -> tuple[int, int] | None:
    """The smallest machine of Fargate that has as much of both; None where none has.

    >>> fargate_fit(4000, 4096), fargate_fit(1000, 9000), fargate_fit(64000, 1)
    ((4000, 8192), (2000, 9216), None)
    """
    for cpu, memories in FARGATE_MEMORY_MIB.items():
        fitting = [some for some in memories if some >= memory]
        if cpu >= cpu_millis and fitting:
            return cpu, fitting[0]
    return None


def fargate_disk_gib(asked: Resources, batch: Batch | None) -> int | None:
    """The disk to ask for; None where what every task has is enough."""
    size = (batch and batch.ephemeral_storage_bytes) or asked.disk_bytes or 0
    gib = whole(size, GIB)
    return gib if gib > FARGATE_DISK_GIB else None


def vcpus(cpu_millis: int, *, fargate: bool) -> str:
    """As Batch takes them: EC2 gives out whole ones only.

    >>> vcpus(500, fargate=True), vcpus(500, fargate=False), vcpus(2000, fargate=True)
    ('0.5', '1', '2')
    """
    return f"{cpu_millis / 1000:g}" if fargate else str(whole(cpu_millis, 1000))
