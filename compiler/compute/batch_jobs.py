"""Job definitions of Batch, whoever registers and submits them.

A definition has the whole command, with places for the step and its path, which a request fills
in. So a request is short, and no path is ever part of a program's text.
"""

from __future__ import annotations

from dataclasses import dataclass

from compiler.compute.batch_container import BatchContainer
from compiler.compute.batch_json import container_properties
from compiler.compute.batch_models import JobDefinition, NodeRange, RetryStrategy

MAX_JOB_NAME = 128
"""Of a job and of a job definition (AWS Batch API Reference)."""
MAX_ATTEMPTS = 10
"""Of one job ("RetryStrategy", AWS Batch API Reference)."""
_RECLAIMED: RetryStrategy = {
    "attempts": MAX_ATTEMPTS,
    "evaluateOnExit": [
        {"onStatusReason": "Host EC2*", "action": "RETRY"},
        {"onStatusReason": "Your Spot Task was interrupted*", "action": "RETRY"},
        # A job that meets no condition is tried again.
        {"onReason": "*", "action": "EXIT"},
    ],
}
"""A job whose machine was taken away starts again, which is no attempt of the step's own."""


@dataclass(frozen=True, slots=True)
class Job:
    """All that a job definition is made from, but for its name."""

    container: BatchContainer
    arguments: tuple[str, ...]
    parameters: tuple[tuple[str, str], ...] = ()
    """What a request need not say."""
    attempts: int = 1
    """That Batch itself makes, whatever the failure."""
    deadline_seconds: int | None = None
    nodes: bool = False


def job_definition(job: Job, name: str) -> JobDefinition:
    """The request that registers the definition under that name."""
    container = job.container
    properties = container_properties(container, job.arguments)
    made: JobDefinition = {
        "jobDefinitionName": name,
        "type": "multinode" if job.nodes else "container",
        "platformCapabilities": ["FARGATE" if container.fargate else "EC2"],
    }
    if job.parameters:
        made["parameters"] = dict(job.parameters)
    if job.nodes:
        # A request says how many nodes there are.
        everywhere: NodeRange = {"targetNodes": "0:", "container": properties}
        made["nodeProperties"] = {
            "numNodes": 1,
            "mainNode": 0,
            "nodeRangeProperties": [everywhere],
        }
    else:
        made["containerProperties"] = properties
    made["retryStrategy"] = {"attempts": job.attempts} if job.attempts > 1 else _RECLAIMED
    if job.deadline_seconds is not None:
        made["timeout"] = {"attemptDurationSeconds": job.deadline_seconds}
    if container.tags:
        # Of the definition they reach the tasks of ECS, by which costs are counted.
        made["propagateTags"] = True
        made["tags"] = dict(container.tags)
    return made
