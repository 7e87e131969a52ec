"""`@batch` on Kubernetes: what of it has a counterpart there."""

from __future__ import annotations

from compiler.compute.pod import HostVolume
from compiler.ir.compute import Batch

NEURON_RESOURCE = "aws.amazon.com/neuron"
"""Inferentia and Trainium devices, as AWS's Neuron device plug-in offers them."""
EFA_RESOURCE = "vpc.amazonaws.com/efa"
"""Elastic Fabric Adapters, as AWS's EFA device plug-in offers them."""


def batch_devices(batch: Batch) -> dict[str, str]:
    """The extended resources that stand for `inferentia`, `trainium` and `efa`."""
    devices: dict[str, str] = {}
    neuron = (batch.inferentia or 0) + (batch.trainium or 0)
    if neuron:
        devices[NEURON_RESOURCE] = str(neuron)
    if batch.efa:
        devices[EFA_RESOURCE] = str(batch.efa)
    return devices


def batch_host_volumes(batch: Batch) -> list[HostVolume]:
    """Folders of the host: `/path`, or `/path/on/host:/path/in/container`."""
    pairs = (volume.partition(":") for volume in batch.host_volumes)
    return [
        HostVolume(f"host-{number}", mount or path, path)
        for number, (path, _, mount) in enumerate(pairs)
    ]
