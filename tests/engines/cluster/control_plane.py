"""Kubernetes without nodes: etcd, the API server, controllers and the scheduler."""

from __future__ import annotations

from tests.engines.cluster import debian
from tests.engines.cluster.build import program
from tests.engines.cluster.daemons import start, wait_until
from tests.engines.cluster.identities import (
    ADMIN,
    AUTHORITY,
    CERTIFICATES,
    SIGNING_KEY,
    TOKENS,
    admin,
    kubeconfig,
    write_identities,
)
from tests.engines.cluster.places import API, API_PORT, RUNNING, SERVICES
from tests.engines.cluster.versions import KUBERNETES
from tests.servers.processes import free_port

_START = 120
"""Seconds: the API server takes 10 on a machine that does nothing else."""


def start_control_plane() -> None:
    """Starts it, and waits until the API answers."""
    write_identities()
    storage = _start_etcd()
    _start_api_server(storage)
    wait_until(admin().ready, "the API server is not ready", _START)
    options = [f"--kubeconfig={kubeconfig(ADMIN)}", "--leader-elect=false", "--secure-port=0"]
    start(
        "kube-controller-manager",
        [
            program(KUBERNETES, "kube-controller-manager"),
            *options,
            f"--service-account-private-key-file={SIGNING_KEY}",
            f"--root-ca-file={AUTHORITY}",
        ],
    )
    start("kube-scheduler", [program(KUBERNETES, "kube-scheduler"), *options])


def _start_etcd() -> str:
    """Gives its address."""
    clients, peers = (f"http://127.0.0.1:{free_port()}" for _ in range(2))
    start(
        "etcd",
        [
            debian.path_of("etcd"),
            f"--data-dir={RUNNING / 'etcd'}",
            f"--listen-client-urls={clients}",
            f"--advertise-client-urls={clients}",
            f"--listen-peer-urls={peers}",
            f"--initial-advertise-peer-urls={peers}",
            f"--initial-cluster=default={peers}",
        ],
    )
    return clients


def _start_api_server(storage: str) -> None:
    start(
        "kube-apiserver",
        [
            program(KUBERNETES, "kube-apiserver"),
            f"--etcd-servers={storage}",
            f"--bind-address={API.ip}",
            f"--advertise-address={API.ip}",
            f"--secure-port={API_PORT}",
            f"--service-cluster-ip-range={SERVICES}",
            f"--cert-dir={CERTIFICATES}",
            f"--token-auth-file={TOKENS}",
            "--authorization-mode=Node,RBAC",
            "--service-account-issuer=https://flowc.test",
            f"--service-account-key-file={SIGNING_KEY}",
            f"--service-account-signing-key-file={SIGNING_KEY}",
            "--kubelet-preferred-address-types=InternalIP",
            # Needs an etcd of 3.4.25 or newer; clients would try, and wait, for minutes.
            "--feature-gates=WatchList=false",
        ],
    )
