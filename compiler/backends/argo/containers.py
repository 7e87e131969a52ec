"""An abstract pod as the fields of an Argo template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from compiler.backends.argo.models import (
    Container,
    EnvVar,
    ResourceRequirements,
    SecurityContext,
    Template,
    Toleration,
    Volume,
)
from compiler.compute.pod import ClaimVolume, MemoryVolume, Pod
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


def env_text(value: str) -> str:
    """What to write for the process to see `value`."""
    braces = "{{" in value
    if braces or "$(" in value or "$$" in value:
        value = value.replace("$", "$$")
    return _BRACES.sub(f"$({BRACE_VARIABLE})", value)


def container(pod: Pod, args: Iterable[str], env: list[EnvVar]) -> Container:
    """The main container of a template.

    The command is always stated: without it the controller asks the image's registry.
    """
    made: Container = {
        "image": pod.image,
        "command": [pod.executable],
        "args": list(args),
        "env": env,
    }
    if pod.image_pull_policy is not None:
        made = {"image": pod.image, "imagePullPolicy": pod.image_pull_policy, **made}
    if pod.env_secrets:
        made["envFrom"] = [{"secretRef": {"name": name}} for name in pod.env_secrets]
    if pod.ports:
        made["ports"] = [{"containerPort": port} for port in pod.ports]
    resources: ResourceRequirements = {}
    if pod.requests:
        resources["requests"] = dict(pod.requests)
    if pod.limits:
        resources["limits"] = dict(pod.limits)
    if resources:
        made["resources"] = resources
    if pod.volumes:
        made["volumeMounts"] = [
            {"name": volume.name, "mountPath": volume.mount} for volume in pod.volumes
        ]
    if pod.security_context is not None:
        made["securityContext"] = _security_context(pod.security_context)
    return made


def place(template: Template, pod: Pod) -> None:
    """Adds what the whole pod needs, next to its container."""
    if pod.service_account is not None:
        template["serviceAccountName"] = pod.service_account
    if pod.node_selector:
        template["nodeSelector"] = dict(pod.node_selector)
    if pod.tolerations:
        template["tolerations"] = [_toleration(toleration) for toleration in pod.tolerations]
    if pod.volumes:
        template["volumes"] = [_volume(volume) for volume in pod.volumes]


def _volume(volume: PodVolume) -> Volume:
    if isinstance(volume, MemoryVolume):
        return {"name": volume.name, "emptyDir": {"medium": "Memory", "sizeLimit": volume.size}}
    if isinstance(volume, ClaimVolume):
        return {"name": volume.name, "persistentVolumeClaim": {"claimName": volume.claim}}
    return {"name": volume.name, "hostPath": {"path": volume.path}}


def _toleration(toleration: Tolerated) -> Toleration:
    made: Toleration = {}
    if toleration.key is not None:
        made["key"] = toleration.key
    if toleration.operator is not None:
        made["operator"] = toleration.operator
    if toleration.value is not None:
        made["value"] = toleration.value
    if toleration.effect is not None:
        made["effect"] = toleration.effect
    if toleration.toleration_seconds is not None:
        made["tolerationSeconds"] = toleration.toleration_seconds
    return made


def _security_context(context: Security) -> SecurityContext:
    made: SecurityContext = {}
    if context.privileged is not None:
        made["privileged"] = context.privileged
    if context.allow_privilege_escalation is not None:
        made["allowPrivilegeEscalation"] = context.allow_privilege_escalation
    if context.run_as_user is not None:
        made["runAsUser"] = context.run_as_user
    if context.run_as_group is not None:
        made["runAsGroup"] = context.run_as_group
    if context.run_as_non_root is not None:
        made["runAsNonRoot"] = context.run_as_non_root
    return made
