"""What AWS Batch and EKS cannot honour about the steps of a flow."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.backends.capabilities import argument_problems
from compiler.backends.stepfunctions.capabilities import EC2, FARGATE, TARGET
from compiler.compute.batch_sizes import cpu_and_memory, fargate_fit, vcpus
from compiler.compute.container_check import container_problems, mount_problems
from compiler.compute.kubernetes_batch import batch_host_volumes
from compiler.compute.kubernetes_check import pod_problems
from compiler.diagnostics.catalogue.stepfunctions import (
    GangOnFargate,
    NoFargateMachine,
    WaitIgnored,
)
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.ir.compute import Batch, Kubernetes
from compiler.ir.flow import Flow
from compiler.ir.step import Step
from compiler.ir.transition import Foreach
from compiler.quantities.errors import QuantityError
from compiler.settings import Settings

_RESERVED = {"AWS_BATCH": "AWS Batch"}


def step_problems(flow: Flow, settings: Settings) -> Iterator[Diagnostic]:
    """All of them, step by step."""
    fargate = settings.batch.platform == "fargate"
    for step in flow.steps:
        if isinstance(step.compute, Kubernetes):
            yield from pod_problems(step, settings)
            continue
        yield from container_problems(step, settings, _RESERVED)
        if isinstance(step.compute, Batch):
            yield from mount_problems(step.compute, _mounts(step.compute), ())
        yield from argument_problems(step, FARGATE if fargate else EC2, TARGET)
        if fargate:
            yield from _on_fargate(step, settings)
        yield from _one_job(step, flow, settings)


def _mounts(batch: Batch) -> Iterator[tuple[str, str]]:
    if batch.tmpfs is not None:
        yield "tmpfs_path", batch.tmpfs.path
    for volume in batch_host_volumes(batch):
        yield "host_volumes", volume.mount
    for folder in batch.efs_volumes.values():
        yield "efs_volumes", folder


def _on_fargate(step: Step, settings: Settings) -> Iterator[Diagnostic]:
    if step.parallel:
        yield GangOnFargate(span=step.span, step=step.name)
    try:
        cpu, memory = cpu_and_memory(step.resources, settings.resources)
    except QuantityError:
        return  # which the settings are told of
    if fargate_fit(cpu, memory) is None:
        yield NoFargateMachine(span=step.span, cpu=vcpus(cpu, fargate=True), memory=memory)


def _one_job(step: Step, flow: Flow, settings: Settings) -> Iterator[Diagnostic]:
    """Of a step whose tasks are one job, which Batch itself tries again."""
    one_job = step.parallel or _may_be_array(step, flow, settings)
    if one_job and step.retry is not None and step.retry.times and step.retry.wait_seconds:
        yield WaitIgnored(span=step.retry.span, step=step.name)


def _may_be_array(step: Step, flow: Flow, settings: Settings) -> bool:
    """Whether it is all that there is between a foreach and its join."""
    if settings.stepfunctions.foreach != "array":
        return False
    before = [flow.by_name[name] for name in flow.predecessors[step.name]]
    after = [flow.by_name[name] for name in step.transition.targets if name in flow.by_name]
    return (
        len(before) == 1
        and isinstance(before[0].transition, Foreach)
        and len(after) == 1
        and after[0].is_join
    )
