"""A thin stand-in for a cluster of Kubernetes: the containers of pods are processes here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum
from itertools import count
from typing import Any

from tests.engines.airflow import pod_status
from tests.engines.airflow.admission import Refused, admitted, refuse_labels
from tests.engines.airflow.label_selectors import selects
from tests.engines.airflow.pod_variables import NoVariable, Objects, variables_of
from tests.engines.stepfunctions.hosts import Container, Host, Running
from tests.node import expanded

AT_ONCE = 64
"""Pods that run at the same time: the members of a gang wait for each other."""
_NUMBERS = count(1)
_NODES_OWN = ("cpu", "memory", "ephemeral-storage")
_TO_THE_END = 10


class Trouble(Enum):
    """What goes wrong with a pod, however good its specification and its command are."""

    OUT_OF_MEMORY = "its container is killed as soon as it runs"
    NO_IMAGE = "the registry has no such image"
    EVICTED = "the node is short of memory, and the pod has to go"


@dataclass(eq=False)
class Pod:
    """One that was created, and what has become of it."""

    manifest: dict[str, Any]
    """With `status`, as the API gives it."""
    events: list[tuple[str, str]] = field(default_factory=list)
    """Their reasons and messages."""
    ended: threading.Event = field(default_factory=threading.Event)
    deleted: threading.Event = field(default_factory=threading.Event)
    running: Running | None = None

    @property
    def name(self) -> str:
        """Of its own in its namespace."""
        return str(self.manifest["metadata"]["name"])

    @property
    def arguments(self) -> list[str]:
        """Of its first container, as they were asked for."""
        return list(self.manifest["spec"]["containers"][0].get("args") or ())

    def container(self, name: str) -> str:
        """What a container of it is called on the host."""
        return f"{self.manifest['metadata']['namespace']}/{self.name}/{name}"


def no_trouble(pod: Pod) -> Trouble | None:
    """Nothing goes wrong by itself."""
    return None


class FakeCluster:
    """One node that has room for everything but for devices that it lacks."""

    def __init__(
        self,
        host: Host,
        *,
        trouble: Callable[[Pod], Trouble | None] = no_trouble,
        devices: Mapping[str, int] | None = None,
        objects: Objects | None = None,
    ) -> None:
        """`devices` are those of the node, such as `nvidia.com/gpu`; `objects` the ConfigMaps and
        Secrets that there are."""
        self.host = host
        self.created: list[Pod] = []
        """All that there ever were."""
        self._pods: dict[tuple[str, str], Pod] = {}
        self._trouble = trouble
        self._devices = devices or {}
        self._objects = objects or {}
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(AT_ONCE, "pods")

    def create(self, namespace: str, manifest: Mapping[str, Any]) -> Pod:
        """Takes a pod, and runs it. Raises `Refused`."""
        pod = Pod(admitted(namespace, manifest))
        with self._lock:
            if (namespace, pod.name) in self._pods:
                raise Refused(409, "AlreadyExists", f'pods "{pod.name}" already exists')
            self._pods[namespace, pod.name] = pod
            self.created.append(pod)
        self._schedule(pod)
        return pod

    def get(self, namespace: str, name: str) -> Pod:
        """Raises `Refused`."""
        pod = self._pods.get((namespace, name))
        if pod is None:
            raise Refused(404, "NotFound", f'pods "{name}" not found')
        return pod

    def pods(self, namespace: str, selector: str) -> list[Pod]:
        """Those whose labels are as a selector asks for, the oldest first."""
        with self._lock:
            found = [pod for (where, _), pod in self._pods.items() if where == namespace]
        return [pod for pod in found if selects(selector, pod.manifest["metadata"])]

    def relabel(self, pod: Pod, labels: Mapping[str, str]) -> None:
        """Changes labels of a pod. Raises `Refused`."""
        refuse_labels(pod.name, labels)
        pod.manifest["metadata"].setdefault("labels", {}).update(labels)

    def delete(self, pod: Pod) -> None:
        """Ends a pod, and forgets it."""
        pod.deleted.set()
        if pod.running is not None:
            pod.running.kill()
            pod.ended.wait(_TO_THE_END)
        with self._lock:
            self._pods.pop((pod.manifest["metadata"]["namespace"], pod.name), None)
        pod.ended.set()

    def log(self, pod: Pod, container: str) -> str:
        """What a container has printed so far."""
        return self.host.log(pod.container(container))

    def close(self) -> None:
        """Ends what still runs."""
        for pod in list(self._pods.values()):
            self.delete(pod)
        self._pool.shutdown(cancel_futures=True)
        self.host.close()

    def _schedule(self, pod: Pod) -> None:
        missing = [name for name, wanted in _devices(pod) if wanted > self._devices.get(name, 0)]
        trouble = self._trouble(pod)
        if missing:
            message = f"0/1 nodes are available: 1 Insufficient {missing[0]}."
            pod.manifest["status"] = pod_status.unschedulable(message)
            pod.events.append(("FailedScheduling", message))
        elif trouble is Trouble.NO_IMAGE:
            image = pod.manifest["spec"]["containers"][0]["image"]
            self._wait(pod, "ErrImagePull", f'failed to resolve reference "{image}": not found')
        elif trouble is Trouble.EVICTED:
            pod.manifest["status"] = pod_status.evicted("The node was low on resource: memory.")
            pod.ended.set()
        else:
            self._start(pod, out_of_memory=trouble is Trouble.OUT_OF_MEMORY)

    def _start(self, pod: Pod, *, out_of_memory: bool) -> None:
        spec = pod.manifest["spec"]
        number = next(_NUMBERS)
        address = f"127.1.{number >> 8 & 255}.{number & 255}"
        pod.manifest["status"] = pod_status.scheduled("Pending", address, spec)
        (main,) = spec["containers"]
        if spec.get("initContainers"):
            self._pool.submit(self._run, pod, main, out_of_memory)
        elif self._begin(pod, main, out_of_memory):
            # Whoever looks for the first time finds it running, and need not look again.
            self._pool.submit(self._end, pod, main, out_of_memory)

    def _run(self, pod: Pod, main: Mapping[str, Any], out_of_memory: bool) -> None:
        for container in pod.manifest["spec"]["initContainers"]:
            if not self._begin(pod, container, False) or self._end(pod, container, False):
                return
        if self._begin(pod, main, out_of_memory):
            self._end(pod, main, out_of_memory)

    def _begin(self, pod: Pod, container: Mapping[str, Any], out_of_memory: bool) -> bool:
        """Whether a container has started."""
        if pod.deleted.is_set():
            return False
        try:
            variables = variables_of(container, pod.manifest, self._objects)
        except NoVariable as error:
            self._wait(pod, "CreateContainerConfigError", str(error))
            return False
        words = [*(container.get("command") or ()), *(container.get("args") or ())]
        expanded_words = [expanded(word, variables) for word in words]
        name = pod.container(container["name"])
        pod.running = self.host.start(
            Container(name, container["image"], expanded_words, variables)
        )
        if out_of_memory:
            # At once: a step that comes to its end has ended well.
            pod.running.kill()
        main = container in pod.manifest["spec"]["containers"]
        self._tell(pod, "Running" if main else "Pending", container, pod_status.running())
        return True

    def _end(self, pod: Pod, container: Mapping[str, Any], out_of_memory: bool) -> int:
        """The exit code."""
        assert pod.running is not None
        seconds = pod.manifest["spec"].get("activeDeadlineSeconds")
        code = pod.running.wait(seconds)
        late = code is None
        if code is None:
            pod.running.kill()
            code = pod.running.wait()
            assert code is not None
        code = 128 - code if code < 0 else code
        main = container in pod.manifest["spec"]["containers"]
        if code or main:
            state = pod_status.terminated(code, "OOMKilled" if out_of_memory else "")
            self._tell(pod, "Failed" if code else "Succeeded", container, state)
            if late:
                pod.manifest["status"]["reason"] = "DeadlineExceeded"
            pod.ended.set()
        return code

    def _wait(self, pod: Pod, reason: str, message: str) -> None:
        """Has the first container wait, for ever."""
        (main,) = pod.manifest["spec"]["containers"]
        self._tell(pod, "Pending", main, pod_status.waiting(reason, message))
        pod.events.append(("Failed", message))

    def _tell(
        self, pod: Pod, phase: str, container: Mapping[str, Any], state: dict[str, Any]
    ) -> None:
        address = (pod.manifest.get("status") or {}).get("podIP", "")
        states = {container["name"]: state}
        spec = pod.manifest["spec"]
        pod.manifest["status"] = pod_status.scheduled(phase, address, spec, **states)


def _devices(pod: Pod) -> Iterator[tuple[str, int]]:
    for container in pod.manifest["spec"]["containers"]:
        limits = (container.get("resources") or {}).get("limits") or {}
        yield from ((name, int(many)) for name, many in limits.items() if name not in _NODES_OWN)
