"""One job, as the service keeps and describes it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.engines.stepfunctions.batch.attempt import Attempt
from tests.engines.stepfunctions.details import ACCOUNT, REGION

SUBMITTED, RUNNING, SUCCEEDED, FAILED = "SUBMITTED", "RUNNING", "SUCCEEDED", "FAILED"
CHILD_FAILED = "Array Child Job failed"


@dataclass(eq=False)
class Job:
    """A job, or a child of an array."""

    id: str
    request: Mapping[str, Any]
    definition: Mapping[str, Any]
    definition_arn: str
    children: list[Job] = field(default_factory=list)
    """Of an array."""
    index: int | None = None
    """Of a child of an array."""
    status: str = SUBMITTED
    status_reason: str = ""
    container: Mapping[str, Any] = field(default_factory=dict)
    """The properties with which it runs; of a multi-node job those of the main node."""
    nodes: int | None = None
    attempts: list[Attempt] = field(default_factory=list)
    """Of a multi-node job those of its main node."""
    containers: list[str] = field(default_factory=list)
    """The names of all that it ran, on the host."""
    created: int = field(default_factory=lambda: round(time.time() * 1000))
    ended: threading.Event = field(default_factory=threading.Event)
    terminated: threading.Event = field(default_factory=threading.Event)
    termination_reason: str = ""

    @property
    def name(self) -> str:
        name: str = self.request["jobName"]
        return name

    def setting(self, name: str) -> Mapping[str, Any]:
        """`retryStrategy` or `timeout`: the request's or else the definition's."""
        value: Mapping[str, Any] = self.request.get(name) or self.definition.get(name) or {}
        return value

    def end(self, status: str, reason: str) -> None:
        """For good."""
        self.status, self.status_reason = status, reason
        self.ended.set()

    def terminate(self, reason: str) -> None:
        """Asks it and its children to end."""
        self.termination_reason = reason
        for job in (self, *self.children):
            job.termination_reason = reason
            job.terminated.set()

    def detail(self) -> dict[str, Any]:
        """As `DescribeJobs` tells it."""
        last = self.attempts[-1:]
        detail: dict[str, Any] = {
            "jobArn": f"arn:aws:batch:{REGION}:{ACCOUNT}:job/{self.id}",
            "jobId": self.id,
            "jobName": self.name,
            "jobQueue": self.request["jobQueue"],
            "jobDefinition": self.definition_arn,
            "status": self.status,
            "statusReason": self.status_reason,
            "createdAt": self.created,
            "attempts": [_attempt(one) for one in self.attempts],
            "parameters": {
                **self.definition.get("parameters", {}),
                **self.request.get("parameters", {}),
            },
            "container": {**self.container, **(_ran(last[0]) if last else {})},
            "dependsOn": [],
            "tags": {},
        }
        if last:
            detail |= {"startedAt": last[0].started, "stoppedAt": last[0].stopped}
        if self.children:
            counts = Counter(child.status for child in self.children)
            detail["arrayProperties"] = {"size": len(self.children), "statusSummary": dict(counts)}
        if self.index is not None:
            detail["arrayProperties"] = {"index": self.index}
        if self.nodes is not None:
            detail["nodeProperties"] = {"numNodes": self.nodes, "mainNode": 0}
        return detail


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "container": _ran(attempt),
        "startedAt": attempt.started,
        "stoppedAt": attempt.stopped,
        "statusReason": attempt.status_reason,
    }


def _ran(attempt: Attempt) -> dict[str, Any]:
    ran: dict[str, Any] = {"logStreamName": attempt.container}
    if attempt.exit_code is not None:
        ran["exitCode"] = attempt.exit_code
    return ran
