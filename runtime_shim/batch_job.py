"""The tasks of a foreach or of a gang, where one job of AWS Batch runs them all.

What Batch tells a container is in "AWS Batch job environment variables" of its User Guide.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping

from runtime_shim import contract
from runtime_shim.errors import FlowcError

JOB_ID = "AWS_BATCH_JOB_ID"
"""Of a node of a gang, with `#` and its index at the end."""
_ATTEMPT = "AWS_BATCH_JOB_ATTEMPT"
"""Counts from 1."""
_INDEXES = {
    contract.BATCH_ARRAY: "AWS_BATCH_JOB_ARRAY_INDEX",
    contract.BATCH_GANG: "AWS_BATCH_JOB_NODE_INDEX",
}
_SIZE = "AWS_BATCH_JOB_NUM_NODES"
_MAIN_ADDRESS = "AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS"
"""Only the other nodes have it."""
_ANY_ADDRESS = ("192.0.2.1", 9)
"""Of a network that does not exist (RFC 5737)."""


def task_of_container(environment: MutableMapping[str, str], path: str) -> tuple[str, int]:
    """The path and the attempt of the task that this container is for, within a split's path.

    A member of a gang gets the variables of `contract` that tell it of the others. Raises
    `FlowcError` where Batch's own variables are not there.
    """
    kind = environment[contract.ENV_BATCH]
    if kind not in _INDEXES:
        known = " or ".join(f"`{one}`" for one in _INDEXES)
        raise FlowcError(f"the environment variable {contract.ENV_BATCH} is to be {known}.")
    # Of an array of one Batch knows nothing: that is a plain job.
    missing = 0 if kind == contract.BATCH_ARRAY else None
    index = _number(environment, _INDEXES[kind], missing)
    if kind == contract.BATCH_GANG:
        environment[contract.ENV_GANG_SIZE] = str(_number(environment, _SIZE))
        environment[contract.ENV_GANG_MAIN] = environment.get(_MAIN_ADDRESS) or _own_address()
    return contract.child_path(path, index), _number(environment, _ATTEMPT) - 1


def _number(environment: Mapping[str, str], name: str, missing: int | None = None) -> int:
    text = environment.get(name, "")
    if text.isdecimal():
        return int(text)
    if missing is not None and not text:
        return missing
    raise FlowcError(
        f"the environment variable {name}, which AWS Batch sets, is not there or no number: "
        f"{contract.ENV_BATCH} is for its array and multi-node jobs alone."
    )


def _own_address() -> str:
    """Where this machine is reached from others: what it sends from, though nothing is sent."""
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ANY_ADDRESS)
        except OSError:  # there is no network
            return "127.0.0.1"
        return str(probe.getsockname()[0])
