"""The bridge that joins pods and this machine, and has the addresses of the API and of the node."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.engines.cluster import debian
from tests.engines.cluster.places import API, BRIDGE, NODE, RUNNING
from tests.engines.cluster.problems import ClusterError

CNI = RUNNING / "cni"
_HARDWARE = "02:00:00:00:00:01"


def add_bridge() -> None:
    """Makes the bridge, with its addresses."""
    # Without a hardware address of its own it has the lowest of its pods', which changes as they
    # come and go, and others then send to the old one for a minute.
    _ip("link", "add", BRIDGE, "address", _HARDWARE, "type", "bridge")
    for address in (NODE, API):
        _ip("address", "add", str(address), "dev", BRIDGE)
    _ip("link", "set", BRIDGE, "up")


def remove_bridge() -> None:
    """Removes the bridge, where there is one."""
    if Path("/sys/class/net", BRIDGE).exists():
        _ip("link", "delete", BRIDGE)


def remove_namespace(path: Path) -> None:
    """Removes the network of a pod that the kubelet has left."""
    _ip("netns", "delete", path.name)


def write_cni() -> None:
    """Writes the configuration by which containerd gives each pod an address."""
    CNI.mkdir()
    plugin = {
        "type": "bridge",
        "bridge": BRIDGE,
        "isGateway": True,
        "ipam": {
            "type": "host-local",
            "dataDir": str(CNI / "addresses"),
            "ranges": [[{"subnet": str(NODE.network), "gateway": str(NODE.ip)}]],
            "routes": [{"dst": "0.0.0.0/0"}],
        },
    }
    network = {"cniVersion": "0.4.0", "name": BRIDGE, "plugins": [plugin]}
    (CNI / "10-flowc.conflist").write_text(json.dumps(network))


def _ip(*words: str) -> None:
    done = subprocess.run(
        [debian.path_of("ip"), *words], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise ClusterError(f"`ip {' '.join(words)}` failed: {done.stderr.strip()}")
