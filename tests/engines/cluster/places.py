"""Where the cluster keeps things, and the addresses that it has.

All addresses are those of a bridge of this machine, and of network namespaces that are joined to
it. Nothing is forwarded, so a pod reaches this machine and other pods, and no network beyond.
"""

from __future__ import annotations

import os
from ipaddress import IPv4Interface, IPv4Network
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "flowc" / "cluster"
"""What is built once for each version, and kept."""
RUNNING = CACHE / "running"
"""All that the cluster itself writes; a new one starts without it."""
LOGS = RUNNING / "logs"

BRIDGE = "flowc0"
NODE = IPv4Interface("10.213.7.1/24")
"""The node, and the network of its pods."""
SERVICES = IPv4Network("10.213.8.0/24")
API = IPv4Interface(f"{SERVICES[1]}/32")
"""Kubernetes gives its own service the first address of the range. Its API listens right there,
and so needs no kube-proxy to be found."""
API_PORT = 443
STORE_PORT = 5000
NAMESPACE = "argo"
"""Where the controller is and Workflows run."""
NODE_NAME = "node"
