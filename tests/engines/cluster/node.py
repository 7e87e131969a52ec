"""The one node: containerd and a kubelet, on what this machine has."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from tests.engines.cluster.build import program
from tests.engines.cluster.containerd import SOCKET, ctr, start_containerd
from tests.engines.cluster.daemons import start, wait_until
from tests.engines.cluster.identities import KUBELET, admin, kubeconfig
from tests.engines.cluster.images import images
from tests.engines.cluster.network import write_cni
from tests.engines.cluster.places import NODE, NODE_NAME, RUNNING
from tests.engines.cluster.versions import KUBERNETES

ROOT = RUNNING / "kubelet"
_START = 120
"""Seconds."""
MOST_PODS = 110
"""Kubernetes' own default."""


def start_node() -> None:
    """Starts it, and waits until Kubernetes finds it ready; the images are on it then."""
    write_cni()
    start_containerd()
    load_images()
    start(
        "kubelet",
        [
            program(KUBERNETES, "kubelet"),
            f"--config={_configuration()}",
            f"--kubeconfig={kubeconfig(KUBELET)}",
            f"--root-dir={ROOT}",
            f"--cert-dir={ROOT / 'pki'}",
            f"--node-ip={NODE.ip}",
            f"--hostname-override={NODE_NAME}",
        ],
    )
    wait_until(node_is_ready, "the node is not ready", _START)


def node_is_ready() -> bool:
    """Whether pods can run on it."""
    node = admin().find(f"/api/v1/nodes/{NODE_NAME}")
    conditions = node["status"].get("conditions", []) if node else []
    return any(one["type"] == "Ready" and one["status"] == "True" for one in conditions)


def load_images() -> None:
    """Has containerd take the images that it has not."""
    present = ctr("images", "list", "--quiet").split()
    for name, write in images().items():
        if name not in present:
            with tempfile.TemporaryDirectory(dir=RUNNING) as folder:
                archive = Path(folder) / "image.tar"
                write(archive)
                ctr("images", "import", str(archive))


def _configuration() -> Path:
    """For machines with little: old control groups, no right to raise limits, any swap and disk."""
    table = {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "address": str(NODE.ip),
        "healthzPort": 0,
        # Only this machine and its pods can reach it.
        "authentication": {"anonymous": {"enabled": True}, "webhook": {"enabled": False}},
        "authorization": {"mode": "AlwaysAllow"},
        "containerRuntimeEndpoint": f"unix://{SOCKET}",
        "cgroupDriver": "cgroupfs",
        "failCgroupV1": False,
        "failSwapOn": False,
        "oomScoreAdj": 0,
        "maxOpenFiles": 20000,
        "makeIPTablesUtilChains": False,
        "maxPods": MOST_PODS,
        # No pod waits for the one before it, nor for a quota of questions to the API.
        "kubeAPIQPS": 200,
        "kubeAPIBurst": 400,
        "resolvConf": "",
        "imageGCHighThresholdPercent": 100,
        "evictionHard": {
            "memory.available": "100Mi",
            "nodefs.available": "1%",
            "imagefs.available": "1%",
            "nodefs.inodesFree": "1%",
        },
        "podLogsDir": str(RUNNING / "pod-logs"),
        "volumePluginDir": str(ROOT / "volume-plugins"),
    }
    file = RUNNING / "kubelet.json"
    file.write_text(json.dumps(table))
    return file
