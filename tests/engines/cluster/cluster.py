"""The cluster as a whole, of which a machine has one."""

from __future__ import annotations

import shutil

from tests.engines.cluster import debian
from tests.engines.cluster.argo import install_argo, start_controller
from tests.engines.cluster.build import build_all, folder_of
from tests.engines.cluster.containerd import CONTAINERD, start_containerd
from tests.engines.cluster.control_plane import start_control_plane
from tests.engines.cluster.daemons import Daemon, running
from tests.engines.cluster.leftovers import clear, end_containers
from tests.engines.cluster.network import add_bridge
from tests.engines.cluster.node import load_images, start_node
from tests.engines.cluster.places import RUNNING
from tests.engines.cluster.store import start_store
from tests.engines.cluster.versions import ARGO, KUBERNETES

_VERSIONS = RUNNING / "versions"
"""Written when all is up."""


def build() -> None:
    """Installs and builds what a cluster is made of, where it is not there yet."""
    debian.install()
    build_all()


def up() -> None:
    """Brings a cluster up, with the images of this checkout, where none of these versions is.

    One that broke, or that is of other versions, is cleared away before. Raises `ClusterError`,
    and leaves what is up by then, for its logs.
    """
    if is_up():
        load_images()
        return
    down()
    build()
    RUNNING.mkdir(parents=True)
    add_bridge()
    start_store()
    start_control_plane()
    install_argo()
    start_node()
    start_controller()
    _VERSIONS.write_text(_versions())


def down() -> None:
    """Ends all that `up` has started, and removes what it wrote, but not what was built."""
    for daemon in reversed(running()):
        if daemon.name == CONTAINERD:
            _stop_containerd(daemon)
        else:
            daemon.stop()
    clear()
    if RUNNING.exists():
        shutil.rmtree(RUNNING)


def _stop_containerd(containerd: Daemon) -> None:
    """Has it end its containers, which outlive it; or another one, where it has ended itself."""
    if not containerd.alive:
        containerd.stop()
        containerd = start_containerd()
    end_containers()
    containerd.stop()


def is_up() -> bool:
    """Whether all parts run, of the versions that this checkout has."""
    daemons = running()
    complete = _VERSIONS.exists() and _VERSIONS.read_text() == _versions()
    return complete and all(daemon.alive for daemon in daemons)


def _versions() -> str:
    return f"{folder_of(KUBERNETES)}\n{folder_of(ARGO)}\n"
