"""containerd, with all its files and its socket in the cluster's own folder."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.engines.cluster import debian
from tests.engines.cluster.daemons import Daemon, start, wait_until
from tests.engines.cluster.images import PAUSE_IMAGE
from tests.engines.cluster.network import CNI
from tests.engines.cluster.places import RUNNING
from tests.engines.cluster.problems import ClusterError

CONTAINERD = "containerd"
SOCKET = RUNNING / "containerd.sock"
_START = 60
"""Seconds."""
_NAMESPACE = "k8s.io"
"""The one in which it keeps what a kubelet asks for."""
_CONFIGURATION = """\
version = 2
root = {root}
state = {state}
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.devmapper"]

[grpc]
address = {socket}

[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = {pause}
# Not everyone who is root may lower the score of a process below his own.
restrict_oom_score_adj = true

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
SystemdCgroup = false

[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = {plugins}
conf_dir = {cni}
"""


def start_containerd() -> Daemon:
    """Starts it, and waits until it listens."""
    SOCKET.unlink(missing_ok=True)
    daemon = start(CONTAINERD, [debian.path_of(CONTAINERD), "--config", _write_configuration()])
    wait_until(SOCKET.exists, "containerd does not listen", _START)
    return daemon


def _write_configuration() -> Path:
    values = {
        "root": RUNNING / "containerd",
        "state": RUNNING / "containerd-state",
        "socket": SOCKET,
        "pause": PAUSE_IMAGE,
        "plugins": debian.CNI_PLUGINS,
        "cni": CNI,
    }
    quoted = {name: json.dumps(str(value)) for name, value in values.items()}
    file = RUNNING / "containerd.toml"
    file.write_text(_CONFIGURATION.format(**quoted))
    return file


def ctr(*words: str) -> str:
    """One command to it. Raises `ClusterError`."""
    command = [debian.path_of("ctr"), "--address", str(SOCKET), "--namespace", _NAMESPACE, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ClusterError(f"`ctr {' '.join(words)}` failed:\n{done.stderr}")
    return done.stdout
