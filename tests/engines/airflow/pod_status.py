"""What the API says of a pod that is in some state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from typing import Any

OUT_OF_MEMORY = 137
"""The exit code of a container that the kernel has killed."""

Status = dict[str, Any]


def now() -> str:
    """The time, as the API writes it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def unschedulable(message: str) -> Status:
    """No node takes the pod."""
    condition = {
        "type": "PodScheduled",
        "status": "False",
        "reason": "Unschedulable",
        "message": message,
    }
    return {"phase": "Pending", "conditions": [condition]}


def scheduled(phase: str, address: str, spec: Mapping[str, Any], **states: Status) -> Status:
    """On a node; `states` are those of containers, of which the others wait for their start."""
    found: Status = {
        "phase": phase,
        "conditions": [{"type": "PodScheduled", "status": "True"}],
        "podIP": address,
        "hostIP": "127.0.0.1",
        "startTime": now(),
    }
    lists = {"initContainerStatuses": "initContainers", "containerStatuses": "containers"}
    for field, containers in lists.items():
        if spec.get(containers):
            found[field] = _statuses(spec[containers], states)
    return found


def _statuses(
    containers: Sequence[Mapping[str, Any]], states: Mapping[str, Status]
) -> list[Status]:
    return [
        {
            "name": one["name"],
            "image": one["image"],
            "imageID": "",
            "ready": "running" in states.get(one["name"], {}),
            "restartCount": 0,
            "state": states.get(one["name"], waiting("PodInitializing")),
        }
        for one in containers
    ]


def waiting(reason: str, message: str = "") -> Status:
    """A container that has not started."""
    return {"waiting": {"reason": reason, "message": message}}


def running() -> Status:
    """A container that runs."""
    return {"running": {"startedAt": now()}}


def terminated(code: int, reason: str = "") -> Status:
    """A container that has ended."""
    reason = reason or ("Error" if code else "Completed")
    times = {"startedAt": now(), "finishedAt": now()}
    return {"terminated": {"exitCode": code, "reason": reason, **times}}


def evicted(message: str) -> Status:
    """The node was short of something; its containers leave no state."""
    return {"phase": "Failed", "reason": "Evicted", "message": message, "startTime": now()}
