"""A thin stand-in for AWS Batch: jobs are processes of this machine, a few at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

from tests.engines.stepfunctions.batch.definitions import Definitions
from tests.engines.stepfunctions.batch.errors import THROTTLED, BatchError
from tests.engines.stepfunctions.batch.faults import Faults
from tests.engines.stepfunctions.batch.job import CHILD_FAILED, FAILED, RUNNING, SUCCEEDED, Job
from tests.engines.stepfunctions.batch.requests import check_kind, check_request
from tests.engines.stepfunctions.batch.running import Runner, number_of_nodes, properties_of
from tests.engines.stepfunctions.details import ACCOUNT, REGION
from tests.engines.stepfunctions.hosts import Host

QUEUE = f"arn:aws:batch:{REGION}:{ACCOUNT}:job-queue/bench"


class FakeBatch:
    """The interface of the service, in its own names, and what a test may ask of it."""

    def __init__(self, host: Host, faults: Faults | None = None, at_once: int = 4) -> None:
        """Runs so many containers at a time, but for the nodes of a job, which run together."""
        self.host = host
        self.faults = faults or Faults()
        self.definitions = Definitions()
        self.queues = {QUEUE}
        self.jobs: dict[str, Job] = {}
        self._pool = ThreadPoolExecutor(at_once, "batch")
        self._lock = threading.Lock()

    def register(self, definition: Mapping[str, Any]) -> str:
        """The ARN of the new revision. Raises `BatchError`."""
        return self.definitions.register(definition)

    def submit(self, request: Mapping[str, Any]) -> dict[str, str]:
        """Has a job run. Raises `BatchError`."""
        if self.faults.throttle():
            raise BatchError(THROTTLED, "Too Many Requests")
        check_request(request, self.queues)
        arn, definition = self.definitions.find(request["jobDefinition"])
        check_kind(request, definition["type"])
        job = self._job(str(uuid4()), request, definition, arn)
        size = request.get("arrayProperties", {}).get("size")
        if size is None:
            self._pool.submit(self._run, job)
        else:
            job.children += [
                self._job(f"{job.id}:{index}", request, definition, arn, index)
                for index in range(size)
            ]
            job.status = RUNNING
            for child in job.children:
                self._pool.submit(self._run_child, job, child)
        return {"jobArn": job.detail()["jobArn"], "jobId": job.id, "jobName": job.name}

    def describe(self, ids: Iterable[str]) -> list[dict[str, Any]]:
        """Of those that there are."""
        return [self.jobs[one].detail() for one in ids if one in self.jobs]

    def terminate(self, job: str, reason: str) -> None:
        """Asks a job to end. Raises `BatchError` for an unknown one."""
        if job not in self.jobs:
            raise BatchError("ClientException", f"Job {job} not found")
        self.jobs[job].terminate(reason)

    def wait(self, job: str, timeout: float | None = None) -> bool:
        """Whether it has ended within so many seconds."""
        return self.jobs[job].ended.wait(timeout)

    def log(self, job: str) -> str:
        """What all containers of a job printed."""
        ran = self.jobs[job]
        names = [name for one in (ran, *ran.children) for name in one.containers]
        return "".join(f"--- {ran.name} {name}\n{self.host.log(name)}" for name in names)

    def close(self) -> None:
        """Ends what still runs."""
        for job in self.jobs.values():
            job.terminate("the bench is closed")
        self._pool.shutdown(cancel_futures=True)

    def _job(
        self,
        identity: str,
        request: Mapping[str, Any],
        definition: Mapping[str, Any],
        arn: str,
        index: int | None = None,
    ) -> Job:
        job = Job(identity, request, definition, arn, index=index)
        job.nodes = number_of_nodes(job)
        job.container = properties_of(job)
        with self._lock:
            self.jobs[identity] = job
        return job

    def _run(self, job: Job) -> None:
        try:
            Runner(self.host, self.faults).run(job)
        finally:
            if not job.ended.is_set():
                job.end(FAILED, "the bench itself failed")

    def _run_child(self, parent: Job, child: Job) -> None:
        self._run(child)
        with self._lock:
            if parent.ended.is_set() or not all(one.ended.is_set() for one in parent.children):
                return
            failed = any(one.status == FAILED for one in parent.children)
            parent.end(FAILED if failed else SUCCEEDED, CHILD_FAILED if failed else "")
