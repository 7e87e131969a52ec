"""How the members of a gang find each other."""

from __future__ import annotations

import time
from collections.abc import Sequence

from runtime_shim import contract
from runtime_shim.exceptions import MetaflowException
from runtime_shim.flow.context import TaskContext
from runtime_shim.manifest import Frame
from runtime_shim.store import Missing

_SECONDS_BETWEEN_LOOKS = 1.0
_OWN_MACHINE = "127.0.0.1"


def announce(context: TaskContext) -> None:
    """Leaves the address of member 0 where the others look for it."""
    address = _own(context)
    if member(context) == 0 and address != _OWN_MACHINE:
        context.store.write(_key(context), [address.encode()])


def main_address(context: TaskContext) -> str:
    """The address of member 0, once it is there where nobody has told it.

    Raises `MetaflowException` after `contract.ENV_GANG_TIMEOUT` seconds without it.
    """
    told = context.environment.get(contract.ENV_GANG_MAIN)
    if told:
        return told
    address = _own(context)
    if member(context) == 0 or address == _OWN_MACHINE:
        return address
    patience = float(context.environment.get(contract.ENV_GANG_TIMEOUT, "600"))
    end = time.monotonic() + patience
    while True:
        try:
            return context.store.read(_key(context)).decode()
        except Missing:
            if time.monotonic() >= end:
                raise MetaflowException(
                    f"member 0 of the gang `{context.task.step}` did not start within "
                    f"{patience:.0f} seconds."
                ) from None
        time.sleep(min(_SECONDS_BETWEEN_LOOKS, patience))


def member(context: TaskContext) -> int:
    """The index of the task in its gang."""
    return int(context.task.path.rpartition(".")[2])


def size(context: TaskContext, frames: Sequence[Frame] = ()) -> int:
    """How many members the gang has, which the last frame of a member tells where nothing else
    does."""
    told = context.environment.get(contract.ENV_GANG_SIZE)
    if told:
        return int(told)
    return frames[-1].width if frames else 1


def first_path(context: TaskContext) -> str:
    """The path of member 0."""
    return contract.child_path(context.task.path.rpartition(".")[0], 0)


def _own(context: TaskContext) -> str:
    return context.environment.get(contract.ENV_GANG_ADDRESS, _OWN_MACHINE)


def _key(context: TaskContext) -> str:
    flow, step = context.plan.flow, context.task.step
    # The machine that member 0 had in an earlier round is gone, its address still there.
    round_ = context.environment.get(contract.ENV_GANG_ROUND, "0")
    return contract.gang_key(flow, context.run, step, first_path(context), round_)
