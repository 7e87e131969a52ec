"""Runs a job to its end, with the retries of the service's own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from tests.engines.stepfunctions.batch.attempt import Attempt, Ending, run_attempt
from tests.engines.stepfunctions.batch.faults import Faults
from tests.engines.stepfunctions.batch.job import FAILED, RUNNING, SUCCEEDED, Job
from tests.engines.stepfunctions.batch.merging import as_container, merged, of_job, of_node, targets
from tests.engines.stepfunctions.batch.retries import starts_again
from tests.engines.stepfunctions.hosts import Host

MAIN_ENDED = "Main node ended"


@dataclass(frozen=True)
class Runner:
    """Runs jobs that are no arrays."""

    host: Host
    faults: Faults

    def run(self, job: Job) -> None:
        """Gives the job its attempts until one succeeds, or none is left."""
        strategy = job.setting("retryStrategy")
        number = 0
        while not job.terminated.is_set():
            number += 1
            job.status = RUNNING
            attempt = self._attempt(job, number)
            job.attempts.append(attempt)
            if attempt.succeeded:
                return job.end(SUCCEEDED, attempt.status_reason)
            if job.terminated.is_set() or not starts_again(strategy, attempt, number):
                return job.end(FAILED, attempt.status_reason)
        return job.end(FAILED, job.termination_reason)

    def _attempt(self, job: Job, number: int) -> Attempt:
        if job.definition["type"] == "multinode":
            return self._nodes(job, number)
        own = of_job(job.id, number)
        if job.index is not None:
            own["AWS_BATCH_JOB_ARRAY_INDEX"] = str(job.index)
        return self._container(job, f"{job.id.replace(':', '/')}/{number}", job.container, own,
                               self._ending(job))  # fmt: skip

    def _nodes(self, job: Job, number: int) -> Attempt:
        """All nodes at once; the end of the main node is the end of the others."""
        assert job.nodes is not None
        main = job.definition["nodeProperties"]["mainNode"]
        over = threading.Event()

        def node(index: int) -> Attempt:
            own = {**of_job(f"{job.id}#{index}", number), **of_node(index, main, job.nodes or 0)}
            name = f"{job.id}/{number}/node-{index}"
            if index == main:
                return self._container(job, name, node_properties(job, index), own,
                                       self._ending(job))  # fmt: skip
            ending = Ending(over, lambda: MAIN_ENDED)
            return self._container(job, name, node_properties(job, index), own, ending)

        with ThreadPoolExecutor(job.nodes) as pool:
            nodes = {index: pool.submit(node, index) for index in range(job.nodes)}
            attempt = nodes[main].result()
            over.set()
        return attempt

    def _ending(self, job: Job) -> Ending:
        return Ending(
            job.terminated,
            lambda: job.termination_reason,
            timeout=job.setting("timeout").get("attemptDurationSeconds"),
            reclaimed_after=self.faults.reclaim_after(job.name),
        )

    def _container(
        self, job: Job, name: str, properties: Any, own: dict[str, str], ending: Ending
    ) -> Attempt:
        job.containers.append(name)
        return run_attempt(self.host, as_container(name, properties, own), ending)


def properties_of(job: Job) -> dict[str, Any]:
    """Of the container of a job; of its main node, where it has several."""
    if job.definition["type"] == "multinode":
        return node_properties(job, job.definition["nodeProperties"]["mainNode"])
    overrides = job.request.get("containerOverrides", {})
    return merged(job.definition["containerProperties"], overrides, _parameters(job))


def number_of_nodes(job: Job) -> int | None:
    """None for a job that is not of several."""
    if job.definition["type"] != "multinode":
        return None
    overrides = job.request.get("nodeOverrides", {})
    count: int = overrides.get("numNodes", job.definition["nodeProperties"]["numNodes"])
    return count


def node_properties(job: Job, index: int) -> dict[str, Any]:
    """Of the container of one node."""
    count = job.nodes or 0
    (container,) = (
        nodes["container"]
        for nodes in job.definition["nodeProperties"]["nodeRangeProperties"]
        if index in targets(nodes["targetNodes"], count)
    )
    overrides: dict[str, Any] = {}
    for nodes in job.request.get("nodeOverrides", {}).get("nodePropertyOverrides", []):
        if index in targets(nodes["targetNodes"], count):
            overrides = nodes.get("containerOverrides", {})
    return merged(container, overrides, _parameters(job))


def _parameters(job: Job) -> dict[str, str]:
    return {**job.definition.get("parameters", {}), **job.request.get("parameters", {})}
