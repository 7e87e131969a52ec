"""The stand-in for the pods of a cluster, asked over HTTP as a client of Kubernetes asks it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest

from tests.engines.airflow.fake_cluster import FakeCluster, Pod, Trouble
from tests.engines.airflow.pod_api import pod_api
from tests.engines.stepfunctions.hosts import Processes
from tests.node import Node

pytestmark = pytest.mark.airflow

SHOW = """
import os, sys
print(sys.argv[1:], {name: os.environ[name] for name in sorted(os.environ) if name[:2] == "X_"})
"""


class Client:
    def __init__(self, url: str) -> None:
        self.url = f"{url}/api/v1/namespaces/flows"

    def ask(self, method: str, path: str, body: Any = None, **query: str) -> str:
        request = urllib.request.Request(
            f"{self.url}/{path}?{urlencode(query)}",
            None if body is None else json.dumps(body).encode(),
            method=method,
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return str(answer.read().decode())

    def refused(self, method: str, path: str, body: Any = None) -> tuple[int, str]:
        with pytest.raises(HTTPError) as caught:
            self.ask(method, path, body)
        with caught.value as answer:
            status = json.loads(answer.read())
        assert status["kind"] == "Status"
        assert status["code"] == caught.value.code
        return caught.value.code, status["message"]

    def create(self, manifest: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.ask("POST", "pods", manifest))
        return found

    def status(self, name: str = "work") -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.ask("GET", f"pods/{name}"))["status"]
        return found

    def log(self, name: str = "work", **query: str) -> str:
        return self.ask("GET", f"pods/{name}/log", follow="True", **query)

    def names(self, selector: str) -> list[str]:
        found = json.loads(self.ask("GET", "pods", labelSelector=selector))
        return [pod["metadata"]["name"] for pod in found["items"]]


Connect = Callable[..., Client]


@pytest.fixture
def connect(tmp_path: Path) -> Iterator[Connect]:
    """Makes clusters, and clients for them; see `FakeCluster` for options."""
    with ExitStack() as stack:

        def make(**options: Any) -> Client:
            cluster = FakeCluster(Processes(Node(tmp_path)), **options)
            return Client(stack.enter_context(pod_api(cluster)))

        yield make


@pytest.fixture
def client(connect: Connect) -> Client:
    return connect()


def pod(script: str = "", *arguments: str, name: str = "work", **more: Any) -> dict[str, Any]:
    container: dict[str, Any] = {
        "name": "base",
        "image": "registry.example.com/flows:1",
        "command": ["python", "-c"],
        "args": [script, *arguments],
        **{key: more.pop(key) for key in ("env", "envFrom", "resources") if key in more},
    }
    metadata = {"name": name, "labels": more.pop("labels", {}), **more.pop("metadata", {})}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata,
        "spec": {"restartPolicy": "Never", "containers": [container], **more},
    }


def state(status: dict[str, Any]) -> dict[str, Any]:
    (container,) = status["containerStatuses"]
    found: dict[str, Any] = container["state"]
    return found


def test_a_command_runs_and_its_log_can_be_followed(client: Client) -> None:
    assert client.create(pod("print('a'); print('b')"))["status"]["phase"] == "Running"
    assert client.log() == "a\nb\n"
    assert client.status()["phase"] == "Succeeded"
    assert state(client.status())["terminated"]["exitCode"] == 0
    first, second = client.log(timestamps="true").splitlines()
    assert (first.split()[1:], second.split()[1:]) == (["a"], ["b"])
    assert client.log(tailLines="1") == "b\n"


@pytest.mark.parametrize(
    ("script", "code"), [("exit(3)", 3), ("import os; os.kill(os.getpid(), 9)", 137)]
)
def test_an_exit_code_is_told(script: str, code: int, client: Client) -> None:
    client.create(pod(script))
    client.log()
    assert client.status()["phase"] == "Failed"
    terminated = state(client.status())["terminated"]
    assert (terminated["exitCode"], terminated["reason"]) == (code, "Error")


def test_variables_are_those_that_the_kubelet_makes(connect: Connect) -> None:
    objects = {("secret", "keys"): {"X_KEY": "k"}, ("configMap", "more"): {"one": "1"}}
    client = connect(objects=objects)
    fields = {
        "X_ADDRESS": "status.podIP",
        "X_NAME": "metadata.name",
        "X_OWN": "metadata.annotations['flowc/own']",
        "X_SIDE": "metadata.labels['side']",
    }
    env = [
        {"name": "X_A", "value": "a$$b"},
        {"name": "X_B", "value": "$(X_A)$(X_C)"},
        {"name": "X_ONE", "valueFrom": {"configMapKeyRef": {"name": "more", "key": "one"}}},
        *(
            {"name": name, "valueFrom": {"fieldRef": {"fieldPath": path}}}
            for name, path in fields.items()
        ),
    ]
    manifest = pod(
        SHOW,
        "$(X_B)",
        "$$(X_B)",
        "$(NO)",
        env=env,
        envFrom=[{"secretRef": {"name": "keys"}}],
        labels={"side": "left"},
        metadata={"annotations": {"flowc/own": "mine"}},
    )
    client.create(manifest)
    words, variables = client.log().strip().split("] ")
    address = client.status()["podIP"]
    assert words == "['a$b$(X_C)', '$(X_B)', '$(NO)'"
    assert variables == str(
        {
            "X_A": "a$b",
            "X_ADDRESS": address,
            "X_B": "a$b$(X_C)",
            "X_KEY": "k",
            "X_NAME": "work",
            "X_ONE": "1",
            "X_OWN": "mine",
            "X_SIDE": "left",
        }
    )


def test_a_secret_that_is_missing_keeps_a_container_from_starting(client: Client) -> None:
    client.create(pod(envFrom=[{"secretRef": {"name": "keys"}}]))
    waiting = state(client.status())["waiting"]
    assert waiting["reason"] == "CreateContainerConfigError"
    assert waiting["message"] == 'secret "keys" not found'


def test_containers_that_prepare_a_pod_run_first(client: Client, tmp_path: Path) -> None:
    file = tmp_path / "prepared"
    first = {
        "name": "first",
        "image": "registry.example.com/flows:1",
        "command": ["python", "-c", f"open({str(file)!r}, 'w').write('here')"],
    }
    client.create(pod(f"print(open({str(file)!r}).read())", initContainers=[first]))
    assert client.log() == "here\n"


def test_nothing_comes_after_a_preparation_that_fails(client: Client) -> None:
    first = {"name": "first", "image": "i", "command": ["python", "-c", "exit(4)"]}
    client.create(pod("print('too far')", initContainers=[first]))
    assert client.log() == ""
    assert client.status()["phase"] == "Failed"


@pytest.mark.parametrize(
    ("trouble", "phase", "detail"),
    [
        (Trouble.OUT_OF_MEMORY, "Failed", "OOMKilled"),
        (Trouble.NO_IMAGE, "Pending", "ErrImagePull"),
        (Trouble.EVICTED, "Failed", "Evicted"),
    ],
)
def test_pods_get_into_trouble(trouble: Trouble, phase: str, detail: str, connect: Connect) -> None:
    def only_this(pod: Pod) -> Trouble | None:
        return trouble if pod.name == "work" else None

    client = connect(trouble=only_this)
    client.create(pod("import time; time.sleep(60)"))
    client.create(pod("print('well')", name="other"))
    assert client.log("other") == "well\n"
    if phase == "Failed":
        client.log()
    assert client.status()["phase"] == phase
    assert detail in json.dumps(client.status())


def test_a_device_that_no_node_has_is_waited_for(connect: Connect) -> None:
    client = connect(devices={"nvidia.com/gpu": 1})
    for many in (1, 2):
        limits = {"nvidia.com/gpu": str(many)}
        client.create(pod("print('ran')", name=f"work-{many}", resources={"limits": limits}))
    assert client.log("work-1") == "ran\n"
    assert client.status("work-2")["conditions"][0]["reason"] == "Unschedulable"
    events = json.loads(client.ask("GET", "events", fieldSelector="involvedObject.name=work-2"))
    assert [event["reason"] for event in events["items"]] == ["FailedScheduling"]


def test_a_pod_runs_no_longer_than_it_may(client: Client) -> None:
    client.create(pod("import time; time.sleep(60)", activeDeadlineSeconds=1))
    client.log()
    assert (client.status()["phase"], client.status()["reason"]) == ("Failed", "DeadlineExceeded")


def test_a_pod_that_is_deleted_has_ended(connect: Connect) -> None:
    client = connect()
    client.create(pod("import time; time.sleep(60)"))
    client.ask("DELETE", "pods/work")
    assert client.refused("GET", "pods/work") == (404, 'pods "work" not found')


def test_pods_are_found_by_their_labels(client: Client) -> None:
    client.create(pod(name="a", labels={"task": "x", "try": "1"}))
    client.create(pod(name="b", labels={"task": "x", "try": "2"}))
    client.create(pod(name="c"))
    assert client.names("task=x") == ["a", "b"]
    assert client.names("task=x,try!=1") == ["b"]
    assert client.names("!task") == ["c"]
    assert client.names("try") == ["a", "b"]
    client.ask("PATCH", "pods/b", {"metadata": {"labels": {"checked": "True"}}})
    assert client.names("task=x,checked!=True") == ["a"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"labels": {"task": "a/b"}}, "metadata.labels.task"),
        ({"labels": {"task": "{{ ds }}"}}, "has braces"),
        ({"resources": {"limits": {"memory": "2GB"}}}, "`2GB` is no quantity"),
        ({"env": [{"name": "A B", "value": "c"}]}, "`A B`"),
        ({"restartPolicy": "Always"}, "restartPolicy"),
    ],
)
def test_a_pod_that_is_wrong_is_refused(
    change: dict[str, Any], problem: str, client: Client
) -> None:
    status, message = client.refused("POST", "pods", pod(**change))
    assert status == 422
    assert problem in message


def test_a_name_is_given_once(client: Client) -> None:
    client.create(pod())
    assert client.refused("POST", "pods", pod()) == (409, 'pods "work" already exists')
