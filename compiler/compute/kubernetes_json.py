"""An abstract pod as the fields of Kubernetes' own pods and containers."""

from __future__ import annotations

import re
from typing import cast

from compiler.compute.kubernetes_models import (
    ContainerFields,
    ImageFields,
    InitContainer,
    PodFields,
    ResourceRequirements,
    SecurityContext,
    Toleration,
    Volume,
    VolumeMount,
)
from compiler.compute.pod import ClaimVolume, MemoryVolume, Pairs, Pod, ScratchVolume
from compiler.compute.pod import InitContainer as PodInitContainer
from compiler.compute.pod import Volume as PodVolume
from compiler.ir.compute import SecurityContext as Security
from compiler.ir.compute import Toleration as Tolerated


def unexpanded(value: str) -> str:
    """What to write as a variable's value for the process to see this one.

    The kubelet expands `$(NAME)` and makes one `$` of two, so each is doubled where that matters.

    >>> unexpanded("5$"), unexpanded("$(HOME)")
    ('5$', '$$(HOME)')
    """
    return doubled(value) if "$(" in value or "$$" in value else value


def doubled(value: str) -> str:
    """The same for a value that has something of the kubelet's in it."""
    return value.replace("$", "$$")


def image_fields(pod: Pod) -> ImageFields:
    """What of the main container comes before its command."""
    if pod.image_pull_policy is None:
        return {"image": pod.image}
    return {"image": pod.image, "imagePullPolicy": pod.image_pull_policy}


def container_fields(pod: Pod) -> ContainerFields:
    """What of the main container comes after its variables."""
    made: ContainerFields = {}
    if pod.env_secrets:
        made["envFrom"] = [{"secretRef": {"name": name}} for name in pod.env_secrets]
    if pod.ports:
        made["ports"] = [{"containerPort": port} for port in pod.ports]
    resources = _resources(pod.requests, pod.limits)
    if resources:
        made["resources"] = resources
    if pod.volumes:
        made["volumeMounts"] = [_mount(volume) for volume in pod.volumes]
    if pod.security_context is not None:
        made["securityContext"] = cast("SecurityContext", _as_kubernetes(pod.security_context))
    return made


def pod_fields(pod: Pod) -> PodFields:
    """What the whole pod needs, next to its container."""
    made: PodFields = {}
    if pod.service_account is not None:
        made["serviceAccountName"] = pod.service_account
    if pod.node_selector:
        made["nodeSelector"] = dict(pod.node_selector)
    if pod.tolerations:
        made["tolerations"] = [
            cast("Toleration", _as_kubernetes(toleration)) for toleration in pod.tolerations
        ]
    if pod.volumes:
        made["volumes"] = [_volume(volume) for volume in pod.volumes]
    if pod.init_containers:
        made["initContainers"] = [_before(container) for container in pod.init_containers]
    return made


def _before(container: PodInitContainer) -> InitContainer:
    made: InitContainer = {"name": container.name, "image": container.image}
    if container.image_pull_policy is not None:
        made["imagePullPolicy"] = container.image_pull_policy
    made["command"] = list(container.command)
    resources = _resources(container.requests, container.limits)
    if resources:
        made["resources"] = resources
    if container.mounts:
        made["volumeMounts"] = [
            {"name": volume, "mountPath": path} for volume, path in container.mounts
        ]
    return made


def _resources(requests: Pairs, limits: Pairs) -> ResourceRequirements:
    made: ResourceRequirements = {}
    if requests:
        made["requests"] = dict(requests)
    if limits:
        made["limits"] = dict(limits)
    return made


def _mount(volume: PodVolume) -> VolumeMount:
    made: VolumeMount = {"name": volume.name, "mountPath": volume.mount}
    if isinstance(volume, ScratchVolume) and volume.read_only:
        made["readOnly"] = True
    return made


def _volume(volume: PodVolume) -> Volume:
    if isinstance(volume, MemoryVolume):
        return {"name": volume.name, "emptyDir": {"medium": "Memory", "sizeLimit": volume.size}}
    if isinstance(volume, ClaimVolume):
        return {"name": volume.name, "persistentVolumeClaim": {"claimName": volume.claim}}
    if isinstance(volume, ScratchVolume):
        return {"name": volume.name, "emptyDir": {}}
    return {"name": volume.name, "hostPath": {"path": volume.path}}


def _as_kubernetes(node: Tolerated | Security) -> dict[str, object]:
    """The fields of a node that are given, with the names that the Kubernetes API has for them."""
    return {
        re.sub(r"_(.)", lambda letter: letter[1].upper(), name): value
        for name, value in node.by_field().items()
        if value is not None
    }
