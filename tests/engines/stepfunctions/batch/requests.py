"""What AWS Batch takes for a job to run.

https://docs.aws.amazon.com/batch/latest/APIReference/API_SubmitJob.html
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from tests.engines.stepfunctions.batch.definitions import (
    NAME,
    check_command,
    check_environment,
    check_strategy,
    check_timeout,
)
from tests.engines.stepfunctions.batch.errors import refuse_unless
from tests.engines.stepfunctions.batch.shapes import check_shape

LARGEST = 30 * 1024
LARGEST_OVERRIDES = 8192
SMALLEST_ARRAY, LARGEST_ARRAY = 2, 10_000


def check_request(request: Mapping[str, Any], queues: Collection[str]) -> None:
    """But for its job definition. Raises `BatchError` for what the service refuses."""
    check_shape("SubmitJob", request)
    name, queue = request["jobName"], request["jobQueue"]
    refuse_unless(NAME.fullmatch(name) is not None, f"not a job's name: {name}")
    refuse_unless(queue in queues, f"JobQueue {queue} not found")
    refuse_unless(_size(request) <= LARGEST, f"the request has more than {LARGEST} bytes")
    size = request.get("arrayProperties", {}).get("size", SMALLEST_ARRAY)
    refuse_unless(SMALLEST_ARRAY <= size <= LARGEST_ARRAY, f"an array of {size}")
    check_strategy(request.get("retryStrategy", {}))
    check_timeout(request.get("timeout", {}))
    check_overrides(request.get("containerOverrides", {}))
    for nodes in request.get("nodeOverrides", {}).get("nodePropertyOverrides", []):
        check_overrides(nodes.get("containerOverrides", {}))


def check_kind(request: Mapping[str, Any], kind: str) -> None:
    """Whether the job definition is of a type that the request is for."""
    for_nodes = kind == "multinode"
    for name in ("containerOverrides", "arrayProperties"):
        refuse_unless(not (for_nodes and name in request), f"{name} for a multi-node job")
    refuse_unless(for_nodes or "nodeOverrides" not in request, "nodeOverrides for one container")


def check_overrides(overrides: Mapping[str, Any]) -> None:
    """Of one container."""
    refuse_unless(
        _size(overrides) <= LARGEST_OVERRIDES,
        f"Container Overrides length must be at most {LARGEST_OVERRIDES}",
    )
    check_command(overrides.get("command", []))
    check_environment(overrides.get("environment", []))


def _size(value: object) -> int:
    return len(json.dumps(value, separators=(",", ":")).encode())
