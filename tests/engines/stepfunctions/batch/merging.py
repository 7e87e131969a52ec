"""The container of a job: its definition's, with what a request overrides.

https://docs.aws.amazon.com/batch/latest/userguide/job_env_vars.html has the variables that the
service sets itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.engines.stepfunctions.batch.errors import refuse_unless
from tests.engines.stepfunctions.hosts import Container

_PARAMETER = re.compile(r"Ref::(\w+)", re.ASCII)
_NODES = re.compile(r"(\d*)(:?)(\d*)")
LOOPBACK = "127.0.0.1"


def merged(
    container: Mapping[str, Any], overrides: Mapping[str, Any], parameters: Mapping[str, str]
) -> dict[str, Any]:
    """The properties of the container, with no parameter left in its command.

    Raises `BatchError` where that leaves no command, or a word of it empty.
    """
    variables = {one["name"]: one["value"] for one in container.get("environment", [])}
    variables.update({one["name"]: one["value"] for one in overrides.get("environment", [])})
    written = overrides.get("command") or container.get("command", [])
    command = [_filled_in(word, parameters) for word in written]
    refuse_unless(all(command), f"a word of the command is empty: {command}")
    return {
        **container,
        "command": command,
        "environment": [{"name": name, "value": value} for name, value in variables.items()],
    }


def as_container(name: str, properties: Mapping[str, Any], own: Mapping[str, str]) -> Container:
    """What to run; `own` are the variables that the service sets."""
    variables = {one["name"]: one["value"] for one in properties["environment"]}
    return Container(name, properties["image"], properties["command"], {**variables, **own})


def of_job(job: str, attempt: int) -> dict[str, str]:
    """The variables of every job; attempts count from 1."""
    return {"AWS_BATCH_JOB_ID": job, "AWS_BATCH_JOB_ATTEMPT": str(attempt)}


def of_node(index: int, main: int, count: int) -> dict[str, str]:
    """The variables of a node. The main node is not told its address."""
    variables = {
        "AWS_BATCH_JOB_MAIN_NODE_INDEX": str(main),
        "AWS_BATCH_JOB_NODE_INDEX": str(index),
        "AWS_BATCH_JOB_NUM_NODES": str(count),
    }
    if index != main:
        variables["AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS"] = LOOPBACK
    return variables


def targets(written: str, count: int) -> range:
    """The nodes that `targetNodes` means: `0:3`, `2:`, `:3`, `1`."""
    found = _NODES.fullmatch(written)
    assert found is not None, written
    first, colon, last = found.groups()
    start = int(first or 0)
    return range(start, (int(last) if last else count - 1) + 1 if colon else start + 1)


def _filled_in(word: str, parameters: Mapping[str, str]) -> str:
    # What is no parameter stays as it is.
    found = _PARAMETER.fullmatch(word)
    return parameters.get(found[1], word) if found else word
