"""What the cluster takes from Debian."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.engines.cluster.problems import ClusterError

CNI_PLUGINS = Path("/usr/lib/cni")
CATATONIT = "catatonit"
_PACKAGES = {
    "etcd": "etcd-server",
    "containerd": "containerd",
    "runc": "runc",
    "ip": "iproute2",
    "debootstrap": "debootstrap",
    "openssl": "openssl",
    CATATONIT: "catatonit",
    str(CNI_PLUGINS / "bridge"): "containernetworking-plugins",
}
"""By a program of each."""


def install() -> None:
    """Installs what is missing, as root. Raises `ClusterError`."""
    missing = _missing()
    if not missing:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise ClusterError(f"The cluster needs more programs: `{' '.join(command)}` as root.")
    for words in (["apt-get", "update"], command):
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise ClusterError(f"`{' '.join(words)}` failed:\n{done.stdout}{done.stderr}")
    if _missing():
        raise ClusterError(f"No package has brought a program of {', '.join(_missing())}.")


def path_of(name: str) -> str:
    """Of a program that is there by now."""
    found = shutil.which(name)
    if found is None:
        raise ClusterError(f"There is no `{name}` on this machine: run `make cluster`.")
    return found


def _missing() -> list[str]:
    return [package for name, package in _PACKAGES.items() if shutil.which(name) is None]
