"""A thin stand-in for a cluster of EKS: the pod of a Job is a process of this machine."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from tests.engines.stepfunctions.hosts import Container, Host
from tests.engines.stepfunctions.pod_variables import Pod, UnknownField, variables_of
from tests.node import expanded

_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
NEEDED = ("ClusterName", "CertificateAuthority", "Endpoint", "Job")
AT_ONCE = 64
"""Pods that run at the same time: two maps full of them, since gangs wait for their members."""
_DEFAULT_NAMESPACE = "default"
_LOOK = 0.1


class RefusedJob(Exception):
    """What Kubernetes or Step Functions would not take."""


@dataclass(eq=False)
class KubernetesJob:
    """A Job of `batch/v1` and its pods, one after the other."""

    manifest: Mapping[str, Any]
    namespace: str
    logs_wanted: bool
    pods: list[str] = field(default_factory=list)
    """The names of its containers, on the host."""
    statuses: list[int] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    deleted: threading.Event = field(default_factory=threading.Event)
    log: str = ""

    @property
    def name(self) -> str:
        name: str = self.manifest["metadata"]["name"]
        return name

    @property
    def failed(self) -> bool:
        return 0 not in self.statuses

    def wait(self, timeout: float | None = None) -> bool:
        """Whether it has ended within so many seconds."""
        return self.ended.wait(timeout)

    def delete(self) -> None:
        """Ends its pod."""
        self.deleted.set()

    def detail(self) -> dict[str, Any]:
        """What Step Functions gives of it."""
        condition = "Failed" if self.failed else "Complete"
        status = {"conditions": [{"type": condition, "status": "True"}]}
        detail: dict[str, Any] = {"metadata": self.manifest["metadata"], "status": status}
        if self.logs_wanted:
            (container,) = self.manifest["spec"]["template"]["spec"]["containers"]
            logs = {container["name"]: {"log": self.log}}
            detail["logs"] = {"pods": {self.name: {"containers": logs}}}
        return detail


class FakeKubernetes:
    """Takes Jobs, and runs pods at the same time: the members of a gang wait for each other."""

    def __init__(self, host: Host) -> None:
        self.host = host
        self.jobs: dict[str, KubernetesJob] = {}
        self._pool = ThreadPoolExecutor(AT_ONCE, "kubernetes")

    def create(self, request: Mapping[str, Any]) -> KubernetesJob:
        """What `eks:runJob` asks for. Raises `RefusedJob`."""
        missing = [name for name in NEEDED if name not in request]
        if missing:
            raise RefusedJob(f"eks:runJob needs {', '.join(missing)}")
        manifest = request["Job"]
        if (manifest.get("apiVersion"), manifest.get("kind")) != ("batch/v1", "Job"):
            raise RefusedJob("not a Job of batch/v1")
        logs = request.get("LogOptions", {}).get("RetrieveLogs", False)
        job = KubernetesJob(manifest, request.get("Namespace", _DEFAULT_NAMESPACE), logs)
        if _NAME.fullmatch(job.name) is None or job.name in self.jobs:
            raise RefusedJob(f"not the name of a new Job: {job.name}")
        _check_variables(job)
        self.jobs[job.name] = job
        self._pool.submit(self._run, job)
        return job

    def close(self) -> None:
        """Ends what still runs."""
        for job in self.jobs.values():
            job.delete()
        self._pool.shutdown(cancel_futures=True)

    def _run(self, job: KubernetesJob) -> None:
        try:
            spec = job.manifest["spec"]
            for number in range(spec.get("backoffLimit", 6) + 1):
                job.statuses.append(self._pod(job, spec["template"]["spec"], number))
                if job.statuses[-1] == 0 or job.deleted.is_set():
                    break
        finally:
            job.ended.set()

    def _pod(self, job: KubernetesJob, spec: Mapping[str, Any], number: int) -> int:
        (container,) = spec["containers"]
        name = f"{job.name}/{number}"
        job.pods.append(name)
        variables = variables_of(container, Pod.new(f"{job.name}-{number}", job.namespace))
        command = [*container["command"], *container.get("args", [])]
        words = [expanded(word, variables) for word in command]
        running = self.host.start(Container(name, container["image"], words, variables))
        while (status := running.wait(_LOOK)) is None:
            if job.deleted.is_set():
                running.kill()
        job.log = self.host.log(name)
        return status


def _check_variables(job: KubernetesJob) -> None:
    (container,) = job.manifest["spec"]["template"]["spec"]["containers"]
    try:
        variables_of(container, Pod(job.name, job.namespace, ""))
    except UnknownField as error:
        raise RefusedJob(f"no variable of the bench's pods: {error}") from None
