"""The controller of Argo Workflows, with the definitions and permissions that it comes with.

It is a process of this machine and talks to the API as its service account, with the permissions
of an installation for one namespace.
"""

from __future__ import annotations

from tests.engines.cluster.build import program, source
from tests.engines.cluster.daemons import Daemon, running, start, wait_until
from tests.engines.cluster.identities import account_token, admin, write_kubeconfig
from tests.engines.cluster.images import EXECUTOR_IMAGE
from tests.engines.cluster.manifests import create_all, documents_of
from tests.engines.cluster.places import NAMESPACE
from tests.engines.cluster.versions import ARGO

WORKFLOWS = f"/apis/argoproj.io/v1alpha1/namespaces/{NAMESPACE}"
CONTROLLER = "workflow-controller"
_ACCOUNT = "argo"
_MANIFESTS = (
    "base/workflow-controller/workflow-controller-sa.yaml",
    "namespace-install/workflow-controller-rbac/workflow-controller-role.yaml",
    "namespace-install/workflow-controller-rbac/workflow-controller-rolebinding.yaml",
    "quick-start/base/executor/emissary/executor-role.yaml",
    "quick-start/base/executor-default-rolebinding.yaml",
)
_START = 60
"""Seconds."""


def install_argo() -> None:
    """Puts into the cluster what the controller needs of it."""
    api, folder = admin(), source(ARGO) / "manifests"
    create_all(api, documents_of(*sorted(folder.glob("base/crds/full/argoproj*.yaml"))), NAMESPACE)
    create_all(api, [_object("v1", "Namespace", NAMESPACE)], NAMESPACE)
    create_all(api, documents_of(*(folder / file for file in _MANIFESTS)), NAMESPACE)
    configuration = {
        **_object("v1", "ConfigMap", "workflow-controller-configmap"),
        "data": {"metricsConfig": "enabled: false\n", "nodeEvents": "enabled: false\n"},
    }
    create_all(api, [configuration], NAMESPACE)
    wait_until(_is_served, "Argo's resources are not served", _START)
    account = f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/default"
    wait_until(lambda: api.find(account) is not None, "pods have no service account", _START)


def start_controller() -> Daemon:
    """Starts the controller."""
    token = account_token(NAMESPACE, _ACCOUNT)
    return start(
        CONTROLLER,
        [
            program(ARGO, CONTROLLER),
            f"--kubeconfig={write_kubeconfig(CONTROLLER, token, NAMESPACE)}",
            "--namespaced",
            f"--executor-image={EXECUTOR_IMAGE}",
            "--executor-image-pull-policy=Never",
            "--qps=200",
            "--burst=400",
        ],
        # It looks at a Workflow again after this time, and not after ten seconds.
        {"LEADER_ELECTION_DISABLE": "true", "DEFAULT_REQUEUE_TIME": "100ms"},
    )


def controller() -> Daemon:
    """The one that runs."""
    return next(daemon for daemon in running() if daemon.name == CONTROLLER)


def _is_served() -> bool:
    return admin().find(f"{WORKFLOWS}/workflows") is not None


def _object(version: str, kind: str, name: str) -> dict[str, object]:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name}}
