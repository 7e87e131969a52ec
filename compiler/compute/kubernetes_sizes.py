"""Requests and limits of a container, from a step's sizes and the settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache

from compiler.compute.pod import Pairs
from compiler.ir.compute import Resources
from compiler.quantities.cpu import format_cpu, parse_cpu
from compiler.quantities.errors import QuantityError
from compiler.quantities.size import format_bytes, parse_memory
from compiler.settings import DefaultResources

GPU_RESOURCE = {"nvidia": "nvidia.com/gpu", "amd": "amd.com/gpu"}
"""The extended resource that each vendor's device plug-in offers."""


@lru_cache(maxsize=8)
def _default_sizes(cpu: str | float, memory: str | int, disk: str | int) -> tuple[int, int, int]:
    return parse_cpu(cpu), parse_memory(memory), parse_memory(disk)


def default_sizes(defaults: DefaultResources) -> tuple[int, int, int]:
    """Thousandths of a core, bytes of memory and bytes of disk of a step that asks for nothing.

    Raises QuantityError where the settings cannot be read.
    """
    return _default_sizes(defaults.cpu, defaults.memory, defaults.disk)


def size_problems(defaults: DefaultResources) -> Iterator[tuple[str, object, str]]:
    """The setting `resources`, and what is wrong with it."""
    try:
        default_sizes(defaults)
    except QuantityError as error:
        yield "resources", asdict(defaults), error.problem


def memory_bytes(asked: Resources, defaults: DefaultResources) -> int:
    """The memory that a step gets."""
    return asked.memory_bytes or default_sizes(defaults)[1]


def requests_and_limits(
    asked: Resources,
    defaults: DefaultResources,
    qos: str,
    devices: dict[str, str],
) -> tuple[Pairs, Pairs]:
    """`guaranteed` limits everything to what is requested. `burstable` limits only devices.

    `devices` are extended resources: Kubernetes neither overcommits them nor lets a
    request differ from its limit, so both are stated, and equal.
    """
    cpu, memory, disk = default_sizes(defaults)
    sizes = {
        "cpu": format_cpu(asked.cpu_millis or cpu),
        "memory": format_bytes(asked.memory_bytes or memory),
        "ephemeral-storage": format_bytes(asked.disk_bytes or disk),
    }
    requests = {**sizes, **devices}
    limits = requests if qos == "guaranteed" else devices
    return tuple(requests.items()), tuple(limits.items())
