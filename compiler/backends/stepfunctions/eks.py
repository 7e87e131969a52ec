"""The states that run a step with `@kubernetes` as a Job in an EKS cluster."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compiler.backends.stepfunctions import retries
from compiler.backends.stepfunctions.identity import Identity
from compiler.backends.stepfunctions.intrinsics import (
    Reference,
    array,
    as_text,
    call,
    concatenation,
)
from compiler.backends.stepfunctions.models import Payload, State
from compiler.backends.stepfunctions.scope import (
    GANG_RETRIES,
    PATH,
    RETRIES,
    SIZE,
    parameters_text,
    variable,
)
from compiler.backends.stepfunctions.tasks import placeholder
from compiler.compute.deadline import deadline_seconds
from compiler.compute.kubernetes import step_pod
from compiler.compute.kubernetes_json import (
    container_fields,
    image_fields,
    pod_fields,
    unexpanded,
)
from compiler.compute.pod import Pod
from compiler.compute.runtime import runtime_variables
from compiler.compute.task_environment import gang_variables
from compiler.ir.compute import Kubernetes
from compiler.ir.step import Step
from compiler.settings import Settings
from runtime_shim import contract

RUN_JOB = "arn:aws:states:::eks:runJob.sync"
CLUSTER = {
    "ClusterName": placeholder("EksCluster"),
    "CertificateAuthority": placeholder("EksCertificateAuthority"),
    "Endpoint": placeholder("EksEndpoint"),
}
DEFAULT_NAMESPACE = "default"
KEPT_SECONDS = 24 * 60 * 60
"""How long the cluster keeps a Job that has ended. Step Functions looks every few minutes."""
_MAX_PREFIX = 63 - len("-") - 36
"""What a Job's name, a DNS label, has room for before a UUID."""
_STEP_ANNOTATION, _PATH_ANNOTATION = "flowc/step", "flowc/path"


def eks_task(
    step: Step, settings: Settings, identity: Identity, environment: str | None, *, starts: bool
) -> State:
    """Runs the task of the scope's path. A member of a gang is tried again by the gang's map."""
    kubernetes = step.compute if isinstance(step.compute, Kubernetes) else None
    namespace = (kubernetes and kubernetes.namespace) or settings.namespace or DEFAULT_NAMESPACE
    pod = step_pod(step, settings, environment)
    env = list(_variables(step, settings, identity, pod, starts))
    return {
        "Type": "Task",
        "Resource": RUN_JOB,
        "Parameters": {
            **CLUSTER,
            "Namespace": namespace,
            "Job": _job(step, settings, pod, env),
        },
        "ResultPath": None,
        "Retry": [retries.of_eks(), *([] if step.parallel else retries.of_step(step))],
    }


def _job(step: Step, settings: Settings, pod: Pod, env: list[Payload]) -> Payload:
    labels = {**settings.labels, **dict(pod.labels)}
    spec: Payload = {"backoffLimit": 0, "ttlSecondsAfterFinished": KEPT_SECONDS}
    deadline = deadline_seconds(step)
    if deadline is not None:
        spec["activeDeadlineSeconds"] = deadline
    spec["template"] = {
        "metadata": {
            **({"labels": labels} if labels else {}),
            "annotations": {
                **settings.annotations,
                **dict(pod.annotations),
                _STEP_ANNOTATION: step.name,
                f"{_PATH_ANNOTATION}.$": PATH,
            },
        },
        "spec": _pod_spec(step, settings, pod, env),
    }
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {
            "name.$": concatenation(f"{_prefix(step.name)}-", call("UUID")),
            **({"labels": labels} if labels else {}),
        },
        "spec": spec,
    }


def _prefix(step: str) -> str:
    """What tells people which step a Job is of.

    >>> _prefix("train_Model")
    'train-model'
    """
    return re.sub(r"[^a-z0-9]+", "-", step.lower()).strip("-")[:_MAX_PREFIX].rstrip("-") or "step"


def _pod_spec(step: Step, settings: Settings, pod: Pod, env: list[Payload]) -> Payload:
    own = step.compute.image_pull_secrets if isinstance(step.compute, Kubernetes) else ()
    secrets = dict.fromkeys((*settings.image_pull_secrets, *own))
    made: Payload = {}
    if settings.service_account is not None:
        made["serviceAccountName"] = settings.service_account
    made |= pod_fields(pod)
    if secrets:
        made["imagePullSecrets"] = [{"name": name} for name in secrets]
    # A failed attempt is the state machine's to repeat.
    made["restartPolicy"] = "Never"
    made["containers"] = [
        {
            "name": "main",
            **image_fields(pod),
            "command": [unexpanded(word) for word in (pod.executable, *pod.launch)],
            "args.$": _arguments(step),
            "env": env,
            **container_fields(pod),
        }
    ]
    return made


def _arguments(step: Step) -> Reference:
    counted = GANG_RETRIES if step.parallel else as_text(RETRIES)
    retry = counted if retries.attempts_of(step) else "0"
    return array(*contract.retry_arguments(step.name, PATH, retry))


def _variables(
    step: Step, settings: Settings, identity: Identity, pod: Pod, starts: bool
) -> Iterator[Payload]:
    for position, (name, value) in enumerate(identity.env):
        # The scope has them as they are, and the kubelet would expand them.
        if isinstance(value, Reference) or value == unexpanded(value):
            yield {"name": name, "value.$": variable(position)}
        else:
            yield {"name": name, "value": unexpanded(value)}
    gang = gang_variables(step) if step.parallel else ()
    for name, value in (*gang, *pod.env, *runtime_variables(settings)):
        yield {"name": name, "value": unexpanded(value)}
    if step.parallel:
        yield {"name": contract.ENV_GANG_SIZE, "value.$": SIZE}
        address = {"fieldRef": {"fieldPath": "status.podIP"}}
        yield {"name": contract.ENV_GANG_ADDRESS, "valueFrom": address}
        if retries.attempts_of(step):
            yield {"name": contract.ENV_GANG_ROUND, "value.$": GANG_RETRIES}
    if starts:
        yield {"name": contract.ENV_PARAMETERS, "value.$": parameters_text()}
