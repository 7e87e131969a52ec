"""What a node leaves in the kernel when its processes end: containers, networks, mounts, groups.

Nothing is touched but what is under the cluster's own folder, on its bridge, or in the control
groups that its kubelet made.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from tests.engines.cluster.containerd import ctr
from tests.engines.cluster.network import remove_bridge, remove_namespace
from tests.engines.cluster.places import RUNNING
from tests.engines.cluster.problems import ClusterError

_GROUPS = Path("/sys/fs/cgroup")


def end_containers() -> None:
    """Kills all containers, while containerd runs and no kubelet does that would start others."""
    containers = ctr("tasks", "list", "--quiet").split()
    networks = {path for name in containers for path in _networks(name)}
    for name in containers:
        ctr("tasks", "delete", "--force", name)
    for path in networks:
        remove_namespace(path)


def clear() -> None:
    """Removes mounts, control groups and the bridge, when no process is left that has them."""
    lines = Path("/proc/self/mounts").read_text().splitlines()
    for mount in reversed([line.split()[1] for line in lines]):
        if Path(mount).is_relative_to(RUNNING):
            _run("umount", mount)
    for group in _GROUPS.glob("**/kubepods"):
        for folder, *_ in os.walk(group, topdown=False):
            Path(folder).rmdir()
    remove_bridge()


def _networks(container: str) -> list[str]:
    """The paths of the networks that a container has for itself, or shares with its pod."""
    spec = json.loads(ctr("containers", "info", container))["Spec"]
    spaces = spec["linux"]["namespaces"]
    return [one["path"] for one in spaces if one["type"] == "network" and "path" in one]


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ClusterError(f"`{' '.join(command)}` failed: {done.stderr.strip()}")
