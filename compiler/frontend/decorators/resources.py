"""`@resources`, and how it goes together with `@kubernetes` and `@batch`."""

from __future__ import annotations

from compiler.frontend.decorators.given import Argument, Decorator, Given
from compiler.frontend.decorators.kinds import CPU, count, required_size, size
from compiler.ir.compute import Resources

RESOURCES = Decorator(
    "resources",
    "step",
    (
        Argument("cpu", CPU, example="2"),
        Argument("gpu", count()),
        Argument("disk", required_size("M")),
        Argument("memory", required_size("M")),
        Argument("shared_memory", size("Mi")),
    ),
)


def merge_resources(resources: Given | None, compute: Given | None) -> Resources:
    """What `@resources` and the decorator of the compute layer ask for together.

    The larger of each size that both name; the gpus and shared memory of `@resources` go
    before those of `@kubernetes`, while `@batch` takes the larger of these too. What
    neither names stays open: Metaflow would compare with a default there, and so give
    4096 MB to a step that asks for less.
    """
    prefer = compute is None or compute.decorator.name == "kubernetes"

    def larger(name: str) -> int | None:
        both = [given.get(name) for given in (resources, compute) if given is not None]
        return max((amount for amount in both if amount is not None), default=None)

    def preferred(name: str) -> int | None:
        if prefer and resources is not None and name in resources.values:
            own: int = resources.get(name)
            return own
        return larger(name)

    return Resources(
        cpu_millis=larger("cpu"),
        memory_bytes=larger("memory"),
        disk_bytes=larger("disk"),
        gpu=preferred("gpu"),
        shared_memory_bytes=preferred("shared_memory"),
    )
