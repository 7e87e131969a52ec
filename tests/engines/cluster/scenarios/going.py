"""A run that has not ended, and what may happen to its pods."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tests.engines.cluster.api import Api, Object
from tests.engines.cluster.argo import WORKFLOWS
from tests.engines.cluster.places import NAMESPACE

_PATIENCE = 300
"""Seconds, on a machine on which much else goes on."""
_LOOK = 0.3


@dataclass(frozen=True)
class Going:
    """One that was started."""

    api: Api
    workflow: str

    def pods(self, step: str, index: int | None = None) -> list[Object]:
        """The pods of a step, of all items or of one, with those that have ended."""
        label = f"workflows.argoproj.io/workflow={self.workflow}"
        found = self.api.get(_pods(), labelSelector=label)["items"]
        return [pod for pod in found if _is_of(pod, step, index)]

    def wait_for_pods(
        self, step: str, count: int, are: Callable[[Object], bool], index: int | None = None
    ) -> list[Object]:
        """Waits until so many pods of a step are as it says, and gives these.

        Raises `TimeoutError`.
        """
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            found = [pod for pod in self.pods(step, index) if are(pod)]
            if len(found) >= count:
                return found
            time.sleep(_LOOK)
        seen = [pod["status"] for pod in self.pods(step, index)]
        raise TimeoutError(f"{self.workflow} has no {count} such pods of {step}: {seen}")

    def wait_for_running(self, step: str, index: int) -> Object:
        """Waits until the pod of an item runs, and Argo knows.

        Of a pod that goes before that, Argo says nothing.
        """

        def known(pod: Object) -> bool:
            return _runs(pod) and self._phase(pod) == "Running"

        (pod,) = self.wait_for_pods(step, 1, known, index)
        return pod

    def _phase(self, pod: Object) -> str:
        """What Argo takes a pod for."""
        workflow = self.api.get(f"{WORKFLOWS}/workflows/{self.workflow}")
        nodes: dict[str, Object] = workflow.get("status", {}).get("nodes", {})
        node = nodes.get(pod["metadata"]["annotations"]["workflows.argoproj.io/node-id"], {})
        return str(node.get("phase"))

    def delete(self, pod: Object) -> None:
        """Takes a pod away at once, as if its node was gone."""
        self.api.delete(f"{_pods()}/{pod['metadata']['name']}", grace=0)

    def evict(self, pod: Object) -> None:
        """Asks for a pod to go, as who empties a node does."""
        name = pod["metadata"]["name"]
        eviction = {
            "apiVersion": "policy/v1",
            "kind": "Eviction",
            "metadata": {"name": name, "namespace": NAMESPACE},
        }
        self.api.create(f"{_pods()}/{name}/eviction", eviction)


def exists(pod: Object) -> bool:
    """Whether it was made at all; its node does the rest."""
    return bool(pod["metadata"]["name"])


def has_node(pod: Object) -> bool:
    """Whether the scheduler has found it a node."""
    return "nodeName" in pod["spec"]


def succeeded(pod: Object) -> bool:
    """Whether it has ended, and well."""
    return bool(pod["status"]["phase"] == "Succeeded")


def waits_for(resource: str) -> Callable[[Object], bool]:
    """Whether the scheduler finds no node with enough of a resource."""

    def waits(pod: Object) -> bool:
        conditions = pod["status"].get("conditions", [])
        told = [one.get("message", "") for one in conditions if one["type"] == "PodScheduled"]
        return any(f"Insufficient {resource}" in message for message in told)

    return waits


def _is_of(pod: Object, step: str, index: int | None) -> bool:
    annotations = pod["metadata"]["annotations"]
    path = annotations.get("flowc/path", "")
    return annotations.get("flowc/step") == step and (index is None or path == str(index))


def _runs(pod: Object) -> bool:
    """Whether the step's own container does."""
    statuses = pod["status"].get("containerStatuses", [])
    return any("running" in one["state"] for one in statuses if one["name"] == "main")


def _pods() -> str:
    return f"/api/v1/namespaces/{NAMESPACE}/pods"
