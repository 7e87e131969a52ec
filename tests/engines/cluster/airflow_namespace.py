"""A namespace for the pods that an Airflow starts, and the account that it has there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.engines.cluster.api import Api, Object
from tests.engines.cluster.daemons import wait_until
from tests.engines.cluster.identities import account_token, write_kubeconfig
from tests.engines.cluster.manifests import create_all

_ACCOUNT = "airflow"
_RULES = (
    (["pods"], ["create", "delete", "get", "list", "patch"]),
    (["pods/log"], ["get"]),
    (["events"], ["list"]),
)
"""What KubernetesPodOperator asks of the API, to which an account is held here. Where tasks wait
in the triggerer that watches, too."""
_START = 30
"""Seconds."""


@dataclass(frozen=True)
class AirflowNamespace:
    """One that there is."""

    api: Api
    name: str
    configuration: dict[str, Any]
    """By it Airflow's client talks to the API."""

    def warnings(self) -> list[str]:
        """What Kubernetes finds wrong with pods, with the name of each."""
        path = f"/api/v1/namespaces/{self.name}/events"
        events = self.api.get(path, fieldSelector="type=Warning")["items"]
        return [f"{event['involvedObject']['name']}: {event['message']}" for event in events]


@contextmanager
def airflow_namespace(api: Api) -> Iterator[AirflowNamespace]:
    """A new one, which is deleted in the end, with its pods."""
    asked = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"generateName": "airflow-"}}
    made = api.create("/api/v1/namespaces", asked)
    name = made["metadata"]["name"]
    path = f"/api/v1/namespaces/{name}"
    try:
        create_all(api, _account(name), name)
        default = f"{path}/serviceaccounts/default"
        wait_until(lambda: api.find(default) is not None, "pods have no service account", _START)
        file = write_kubeconfig(name, account_token(name, _ACCOUNT), name)
        yield AirflowNamespace(api, name, json.loads(file.read_text()))
        file.unlink()
    finally:
        api.delete(path)


def _account(namespace: str) -> Iterator[Object]:
    group = "rbac.authorization.k8s.io"
    named = {"metadata": {"name": _ACCOUNT}}
    yield {"apiVersion": "v1", "kind": "ServiceAccount", **named}
    yield {
        "apiVersion": f"{group}/v1",
        "kind": "Role",
        **named,
        "rules": [
            {"apiGroups": [""], "resources": resources, "verbs": verbs}
            for resources, verbs in _RULES
        ],
    }
    subject = {"kind": "ServiceAccount", "name": _ACCOUNT, "namespace": namespace}
    yield {
        "apiVersion": f"{group}/v1",
        "kind": "RoleBinding",
        **named,
        "roleRef": {"apiGroup": group, "kind": "Role", "name": _ACCOUNT},
        "subjects": [subject],
    }
