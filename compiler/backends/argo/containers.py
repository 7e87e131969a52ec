"""An abstract pod as the fields of an Argo template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from compiler.backends.argo.models import (
    Container,
    EnvVar,
    InitContainer,
    ResourceRequirements,
    SecurityContext,
    Template,
    Toleration,
    Volume,
    VolumeMount,
)
from compiler.compute.pod import ClaimVolume, MemoryVolume, Pairs, Pod, ScratchVolume
from compiler.compute.pod import InitContainer as PodInitContainer
from compiler.compute.pod import Volume as PodVolume
from compiler.ir.compute import SecurityContext as Security
from compiler.ir.compute import Toleration as Tolerated

BRACE_VARIABLE = "FLOWC_BRACE"
_BRACES = re.compile(r"\{(?=\{)")


def env_vars(user: Sequence[tuple[str, str]], own: Iterable[EnvVar] = ()) -> list[EnvVar]:
    """Variables with the user's text as values, then some of flowc's own making.

    Two readers stand between the document and the process. Argo replaces `{{...}}`: where
    a value has two braces, the first is written as a reference to a variable that holds a
    brace, and the kubelet puts it in, after Argo has seen the text. The kubelet itself
    expands `$(NAME)` and makes one `$` of two: so each `$` is doubled where that matters.
    """
    written: list[EnvVar] = [{"name": name, "value": env_text(value)} for name, value in user]
    written.extend(own)
    if any("{{" in value for _, value in user):
        # A reference is expanded only if its variable stands further up.
        written.insert(0, {"name": BRACE_VARIABLE, "value": "{"})
    return written


def annotated(brought: Mapping[str, str]) -> list[EnvVar]:
    """Variables whose text the document holds once, as an annotation of every pod."""
    return [
        {
            "name": name,
            "valueFrom": {"fieldRef": {"fieldPath": f"metadata.annotations['{annotation(name)}']"}},
        }
        for name in brought
    ]


def annotation(variable: str) -> str:
    """The annotation that holds the text of a variable.

    >>> annotation("FLOWC_PACKAGE")
    'flowc/package'
    """
    return variable.lower().replace("_", "/", 1)


def env_text(value: str) -> str:
    """What to write for the process to see `value`."""
    braces = "{{" in value
    if braces or "$(" in value or "$$" in value:
        value = value.replace("$", "$$")
    return _BRACES.sub(f"$({BRACE_VARIABLE})", value)


def container(pod: Pod, args: Iterable[str], env: list[EnvVar]) -> Container:
    """The main container of a template; `args` are the runtime's.

    The command is always stated: without it the controller asks the image's registry.
    """
    made: Container = {
        "image": pod.image,
        "command": [pod.executable],
        "args": [*pod.launch, *args],
        "env": env,
    }
    if pod.image_pull_policy is not None:
        made = {"image": pod.image, "imagePullPolicy": pod.image_pull_policy, **made}
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


def place(template: Template, pod: Pod) -> None:
    """Adds what the whole pod needs, next to its container."""
    if pod.service_account is not None:
        template["serviceAccountName"] = pod.service_account
    if pod.node_selector:
        template["nodeSelector"] = dict(pod.node_selector)
    if pod.tolerations:
        template["tolerations"] = [
            cast("Toleration", _as_kubernetes(toleration)) for toleration in pod.tolerations
        ]
    if pod.volumes:
        template["volumes"] = [_volume(volume) for volume in pod.volumes]
    if pod.init_containers:
        template["initContainers"] = [_before(container) for container in pod.init_containers]


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
