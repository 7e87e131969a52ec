"""Parts of a pod as calls of the Kubernetes client's models, which the operator takes.

What the operator renders of them (resources, the names of volumes and claims) has nothing in it
that a template could be made of: the checks have seen to that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from compiler.backends.airflow.imports import Import
from compiler.backends.airflow.python import Call, Expression
from compiler.compute.pod import (
    ClaimVolume,
    HostVolume,
    InitContainer,
    MemoryVolume,
    Pairs,
    ScratchVolume,
    Volume,
)
from compiler.ir.compute import SecurityContext, Toleration

K8S = Import("kubernetes.client", "models", "k8s")
"""The module of all of them."""


def model(name: str, fields: Mapping[str, Expression]) -> Call:
    """A call of a model with the fields that are given."""
    given = tuple((field, value) for field, value in fields.items() if value is not None)
    return Call(f"k8s.V1{name}", kwargs=given)


def resources(requests: Pairs, limits: Pairs) -> Call | None:
    """Sizes and devices; None where nothing is asked for."""
    if not requests and not limits:
        return None
    fields = {"requests": dict(requests) or None, "limits": dict(limits) or None}
    return model("ResourceRequirements", fields)


def volume(volume: Volume) -> Call:
    """Where the files of a volume are."""
    name: dict[str, Expression] = {"name": volume.name}
    if isinstance(volume, MemoryVolume):
        empty = model("EmptyDirVolumeSource", {"medium": "Memory", "size_limit": volume.size})
        return model("Volume", {**name, "empty_dir": empty})
    if isinstance(volume, ClaimVolume):
        claim = model("PersistentVolumeClaimVolumeSource", {"claim_name": volume.claim})
        return model("Volume", {**name, "persistent_volume_claim": claim})
    if isinstance(volume, HostVolume):
        host = model("HostPathVolumeSource", {"path": volume.path})
        return model("Volume", {**name, "host_path": host})
    return model("Volume", {**name, "empty_dir": model("EmptyDirVolumeSource", {})})


def mount(volume: Volume) -> Call:
    """Where a volume is in the main container."""
    read_only = isinstance(volume, ScratchVolume) and volume.read_only
    return _mount(volume.name, volume.mount, read_only=read_only)


def toleration(toleration: Toleration) -> Call:
    """The client's fields are named as the IR's."""
    return model("Toleration", toleration.by_field())


def security_context(context: SecurityContext) -> Call:
    """The same of a container's security context."""
    return model("SecurityContext", context.by_field())


def init_container(container: InitContainer) -> Call:
    """What runs before the main container."""
    mounts: list[Expression] = [_mount(name, path) for name, path in container.mounts]
    return model(
        "Container",
        {
            "name": container.name,
            "image": container.image,
            "image_pull_policy": container.image_pull_policy,
            "command": list(container.command),
            "resources": resources(container.requests, container.limits),
            "volume_mounts": mounts or None,
        },
    )


def pull_secrets(names: Iterable[str]) -> list[Expression]:
    """The secrets with which images are pulled."""
    return [model("LocalObjectReference", {"name": name}) for name in names]


def env_from(secrets: Iterable[str]) -> list[Expression]:
    """Secrets whose every key becomes an environment variable."""
    return [
        model("EnvFromSource", {"secret_ref": model("SecretEnvSource", {"name": name})})
        for name in secrets
    ]


def field_variable(name: str, field: str) -> Call:
    """A variable whose value is what Kubernetes says of the pod."""
    reference = model("ObjectFieldSelector", {"field_path": field})
    return model(
        "EnvVar", {"name": name, "value_from": model("EnvVarSource", {"field_ref": reference})}
    )


def _mount(name: str, path: str, *, read_only: bool = False) -> Call:
    return model(
        "VolumeMount", {"name": name, "mount_path": path, "read_only": True if read_only else None}
    )
