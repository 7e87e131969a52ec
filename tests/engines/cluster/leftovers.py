"""What a node leaves in the kernel when its processes end: containers, networks, mounts, groups.

Nothing is touched but what is under the cluster's own folder, on its bridge, or in the control
groups that its kubelet made.
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path

from tests.engines.cluster.containerd import ctr
from tests.engines.cluster.network import remove_bridge, remove_namespace
from tests.engines.cluster.places import RUNNING
from tests.engines.cluster.problems import ClusterError

_GROUPS = Path("/sys/fs/cgroup")
_PATIENCE = 60
"""Seconds."""
_NAMED = Path("/var/run/netns")


def end_containers() -> None:
    """Kills all containers, while containerd runs and no kubelet does that would start others."""
    deadline = time.monotonic() + _PATIENCE
    while running := ctr("tasks", "list", "--quiet").split():
        if time.monotonic() > deadline:
            raise ClusterError(f"These containers do not end: {' '.join(running)}.")
        for name in running:
            # It may have ended by itself since.
            with suppress(ClusterError):
                ctr("tasks", "kill", "--signal", "SIGKILL", name)
    for name in ctr("containers", "list", "--quiet").split():
        for network in _networks(name):
            if network.exists():
                remove_namespace(network)


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


def _networks(container: str) -> list[Path]:
    """The network of a pod, by its name, which only its first container has."""
    spec = json.loads(ctr("containers", "info", container))["Spec"]
    spaces = spec["linux"]["namespaces"]
    paths = [Path(one["path"]) for one in spaces if one["type"] == "network" and "path" in one]
    return [path for path in paths if path.is_relative_to(_NAMED)]


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise ClusterError(f"`{' '.join(command)}` failed: {done.stderr.strip()}")
