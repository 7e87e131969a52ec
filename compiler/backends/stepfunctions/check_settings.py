"""Settings that AWS would refuse. They have no line in the flow's source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compiler.backends.checking import SettingProblem
from compiler.backends.stepfunctions.naming import MAX_MACHINE_NAME
from compiler.compute.aws_names import (
    BUS_RULE,
    CLUSTER_RULE,
    ROLE_RULE,
    is_cluster,
    is_event_bus,
    is_role,
)
from compiler.compute.batch_settings import job_setting_problems
from compiler.compute.datastore import datastore_problems
from compiler.compute.kubernetes_settings import pod_setting_problems
from compiler.compute.kubernetes_sizes import size_problems
from compiler.compute.runtime import runtime_problems
from compiler.ir.compute import Kubernetes
from compiler.ir.flow import Flow
from compiler.settings import Settings

_NAME = re.compile(rf"[A-Za-z0-9_-]{{1,{MAX_MACHINE_NAME}}}")
_NAME_RULE = f"it has letters, digits, `_` and `-`, and at most {MAX_MACHINE_NAME} of them"
_S3 = "Step Functions reads in it how wide a foreach is, and can do so in S3 alone"
_INJECTED = (
    "AWS Batch has no init containers; take `baked` or `pip`, or run all steps on EKS by "
    "`@kubernetes`"
)


def setting_problems(flow: Flow, settings: Settings) -> Iterator[SettingProblem]:
    """All of them, in the order of the settings."""
    yield from runtime_problems(settings)
    on_eks = [isinstance(step.compute, Kubernetes) for step in flow.steps]
    if any(on_eks):
        yield from pod_setting_problems(settings)
    if settings.runtime == "injected" and (flow.exit_hooks or not all(on_eks)):
        yield "runtime", settings.runtime, _INJECTED
    wrong = list(datastore_problems(settings))
    yield from wrong
    if not wrong and not settings.datastore_root.startswith("s3://"):
        yield "datastore", settings.datastore_root, _S3
    yield from size_problems(settings.resources)
    yield from job_setting_problems(settings)
    yield from _names(settings)


def _names(settings: Settings) -> Iterator[SettingProblem]:
    machine = settings.stepfunctions
    if machine.name is not None and not _NAME.fullmatch(machine.name):
        yield "stepfunctions.name", machine.name, _NAME_RULE
    roles = [
        ("stepfunctions.role", machine.role),
        ("stepfunctions.scheduler-role", machine.scheduler_role),
        ("stepfunctions.events-role", machine.events_role),
    ]
    for setting, arn in roles:
        if arn is not None and not is_role(arn):
            yield setting, arn, ROLE_RULE
    if not is_event_bus(machine.event_bus):
        yield "stepfunctions.event-bus", machine.event_bus, BUS_RULE
    if machine.eks_cluster is not None and not is_cluster(machine.eks_cluster):
        yield "stepfunctions.eks-cluster", machine.eks_cluster, CLUSTER_RULE
