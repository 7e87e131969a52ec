"""What the steps of a flow want of a machine, and what this one has."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from runtime_shim.errors import FlowcError
from runtime_shim.plan import Plan, PlanStep

_GPU = re.compile(r"nvidia\d+")
_CGROUP = Path("/sys/fs/cgroup")


class DoesNotFit(FlowcError):
    """A task wants more than the machine has, and that was to be enforced."""


@dataclass(frozen=True)
class Amounts:
    """Of a machine, or of a task; what a step says nothing about counts as none."""

    cpu_millis: int = 0
    memory_bytes: int = 0
    gpus: int = 0

    def plus(self, other: Amounts, times: int = 1) -> Amounts:
        return Amounts(
            self.cpu_millis + times * other.cpu_millis,
            self.memory_bytes + times * other.memory_bytes,
            self.gpus + times * other.gpus,
        )

    def fit(self, whole: Amounts) -> bool:
        return (
            self.cpu_millis <= whole.cpu_millis
            and self.memory_bytes <= whole.memory_bytes
            and self.gpus <= whole.gpus
        )


@dataclass(frozen=True)
class Missing:
    """A resource that a step wants more of than there is."""

    step: str
    resource: str
    """`cpu` in thousandths of a processor, `memory` in bytes, or `gpu`."""
    wanted: int
    present: int


def wanted_by(step: PlanStep) -> Amounts:
    return Amounts(step.cpu_millis or 0, step.memory_bytes or 0, step.gpu or 0)


def this_machine() -> Amounts:
    """The processors that this process may use, the memory, and the GPUs of NVIDIA."""
    return Amounts(1000 * _processors(), _memory(), _gpus())


def missing_resources(plan: Plan, machine: Amounts | None = None) -> list[Missing]:
    """What single tasks want and this machine lacks, in the order of the source."""
    has = machine or this_machine()
    found = []
    for step in plan.steps.values():
        wants = wanted_by(step)
        for resource, wanted, present in (
            ("cpu", wants.cpu_millis, has.cpu_millis),
            ("memory", wants.memory_bytes, has.memory_bytes),
            ("gpu", wants.gpus, has.gpus),
        ):
            if wanted > present:
                found.append(Missing(step.name, resource, wanted, present))
    return found


class Budget:
    """Keeps the tasks that run at a time within a machine."""

    def __init__(self, plan: Plan, machine: Amounts) -> None:
        """Raises `DoesNotFit` for a task that never can."""
        self._machine = machine
        self._taken = Amounts()
        missing = missing_resources(plan, machine)
        if missing:
            raise DoesNotFit(
                "this machine has not what the flow wants: "
                + "; ".join(map(_sentence, missing))
                + ". Run it without --enforce, or where there is more."
            )

    def take(self, step: PlanStep, tasks: int) -> bool:
        """Sets aside what tasks want, and tells whether there was enough.

        Raises `DoesNotFit` for a gang for which there never is.
        """
        wants = Amounts().plus(wanted_by(step), tasks)
        if not wants.fit(self._machine):
            raise DoesNotFit(
                f"the {tasks} tasks of the gang `{step.name}` run at the same time, and together "
                "want more than this machine has. Run the flow without --enforce."
            )
        taken = self._taken.plus(wants)
        if not taken.fit(self._machine):
            return False
        self._taken = taken
        return True

    def give_back(self, step: PlanStep, tasks: int) -> None:
        self._taken = self._taken.plus(wanted_by(step), -tasks)


def _sentence(missing: Missing) -> str:
    wanted, present = (_amount(missing, number) for number in (missing.wanted, missing.present))
    return f"`{missing.step}` wants {wanted}, and it has {present}"


def _amount(missing: Missing, number: int) -> str:
    if missing.resource == "cpu":
        return f"{number / 1000:g} CPU{'s' if number != 1000 else ''}"
    if missing.resource == "memory":
        return f"{number / 2**30:.1f} GiB of memory"
    return f"{number or 'no'} GPU{'s' if number != 1 else ''}"


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _memory() -> int:
    installed = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        allowed = (_CGROUP / "memory.max").read_text().strip()
    except OSError:
        return installed
    return min(installed, int(allowed)) if allowed.isdecimal() else installed


def _gpus() -> int:
    try:
        return sum(1 for device in Path("/dev").iterdir() if _GPU.fullmatch(device.name))
    except OSError:
        return 0
