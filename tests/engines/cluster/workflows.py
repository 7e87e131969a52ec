"""Workflows on the cluster: started, waited for, and what their pods printed."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.engines.cluster.api import Api, ApiError, Object
from tests.engines.cluster.argo import WORKFLOWS
from tests.engines.cluster.places import NAMESPACE

TIMEOUT = 1500
"""Seconds for one run: a foreach of 500 takes a third of it where nothing else goes on."""
_LOOK = 0.5
_HEARING = 30
"""Seconds."""
_FIRING = 150
"""Seconds."""
_OVER = ("Succeeded", "Failed", "Error")
_PODS = f"/api/v1/namespaces/{NAMESPACE}/pods"


@dataclass(frozen=True)
class WorkflowRun:
    """A Workflow that has ended."""

    api: Api
    workflow: Object

    @property
    def name(self) -> str:
        return str(self.workflow["metadata"]["name"])

    @property
    def phase(self) -> str:
        return str(self.workflow.get("status", {}).get("phase", "Pending"))

    @property
    def run_id(self) -> str:
        """What the run is called in the datastore."""
        return f"argo-{self.name}"

    @property
    def message(self) -> str:
        """What Argo says of the run as a whole."""
        return str(self.workflow.get("status", {}).get("message", ""))

    def nodes(self) -> list[dict[str, Any]]:
        """What Argo made of the templates, in the order in which that began."""
        found: Mapping[str, dict[str, Any]] = self.workflow["status"].get("nodes", {})
        return sorted(found.values(), key=lambda node: str(node["startedAt"]))

    def pods(self) -> list[Object]:
        """Those that are there still."""
        label = f"workflows.argoproj.io/workflow={self.name}"
        found: list[Object] = self.api.get(_PODS, labelSelector=label)["items"]
        return found

    def delete(self) -> None:
        """Takes it off the cluster, with its pods."""
        self.api.delete(f"{WORKFLOWS}/workflows/{self.name}")

    def log(self) -> str:
        """What Argo says of each node that did not go well, and what pods printed."""
        said = [f"{self.name}: {self.phase} {self.message}"]
        said += [
            f"{node['displayName']}: {node['phase']} {node['message']}"
            for node in self.nodes()
            if node.get("message")
        ]
        said += [self._printed(pod["metadata"]["name"]) for pod in self.pods()]
        return "\n".join(said)

    def _printed(self, pod: str) -> str:
        try:
            return f"--- {pod}\n{self.api.text(f'{_PODS}/{pod}/log', container='main')}"
        except ApiError as error:
            return f"--- {pod}: {error}"


def start_workflow(
    api: Api, template: str, parameters: Mapping[str, str], environment: Mapping[str, str]
) -> str:
    """Starts a run of a template, and gives its name.

    The main containers get these variables besides those that the template says, as a platform
    adds them which knows where its datastore is.
    """
    spec = {
        "workflowTemplateRef": {"name": template},
        "arguments": {"parameters": pairs(parameters)},
        "podSpecPatch": pod_patch(environment),
    }
    workflow = {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Workflow",
        "metadata": {"generateName": f"{template}-"},
        "spec": spec,
    }
    made = api.create(f"{WORKFLOWS}/workflows", workflow, fieldValidation="Strict")
    return str(made["metadata"]["name"])


def run_workflow(
    api: Api, template: str, parameters: Mapping[str, str], environment: Mapping[str, str]
) -> WorkflowRun:
    """Runs a template that was applied just now to the end, as `start_heard_of` starts it."""
    return wait_for_workflow(api, start_heard_of(api, template, parameters, environment))


def start_heard_of(
    api: Api, template: str, parameters: Mapping[str, str], environment: Mapping[str, str]
) -> str:
    """Starts a run of a template that was applied just now, as `start_workflow` does.

    A Workflow ends in an error where the controller has not heard of its template yet.
    """
    deadline = time.monotonic() + _HEARING
    while True:
        name = start_workflow(api, template, parameters, environment)
        run = _wait(api, name, TIMEOUT, begun=True)
        unheard_of = run.message.endswith(f'"{template}" not found')
        if not unheard_of or time.monotonic() > deadline:
            return name
        run.delete()


def wait_for_workflow(api: Api, name: str, timeout: float = TIMEOUT) -> WorkflowRun:
    """Waits for a run to end, in seconds. Raises `TimeoutError`."""
    return _wait(api, name, timeout, begun=False)


def _wait(api: Api, name: str, timeout: float, *, begun: bool) -> WorkflowRun:
    """Waits for a run to have an end, or just a phase."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        workflow = api.get(f"{WORKFLOWS}/workflows/{name}")
        phase = workflow.get("status", {}).get("phase")
        if phase in _OVER or (begun and phase):
            return WorkflowRun(api, workflow)
        time.sleep(_LOOK)
    found = WorkflowRun(api, api.get(f"{WORKFLOWS}/workflows/{name}"))
    raise TimeoutError(f"{name} has not ended in {timeout} s:\n{found.log()}")


def pairs(values: Mapping[str, str]) -> list[dict[str, str]]:
    """As parameters of a Workflow are given, and variables of a container."""
    return [{"name": name, "value": value} for name, value in values.items()]


def pod_patch(environment: Mapping[str, str]) -> str:
    """What a Workflow says for its main containers to get these variables, too."""
    return json.dumps({"containers": [{"name": "main", "env": pairs(environment)}]})


def first_of_schedule(api: Api, schedule: str) -> str:
    """Waits for the first Workflow that a CronWorkflow starts, and gives its name.

    Raises `TimeoutError`.
    """
    deadline = time.monotonic() + _FIRING
    label = f"workflows.argoproj.io/cron-workflow={schedule}"
    while time.monotonic() < deadline:
        for found in api.get(f"{WORKFLOWS}/workflows", labelSelector=label)["items"]:
            return str(found["metadata"]["name"])
        time.sleep(_LOOK)
    state = api.get(f"{WORKFLOWS}/cronworkflows/{schedule}")
    raise TimeoutError(f"{schedule} has started nothing in {_FIRING} s: {state.get('status')}")
