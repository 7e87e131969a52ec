"""What Kubernetes and AWS Batch cannot honour about the steps of a flow."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.backends.batch_capabilities import BATCH, TARGET
from compiler.backends.capabilities import argument_problems
from compiler.compute.batch_check import job_problems
from compiler.compute.kubernetes_check import pod_problems
from compiler.diagnostics.catalogue.airflow import BatchSettingMissing
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.ir.compute import Batch
from compiler.ir.flow import Flow
from compiler.ir.step import Step
from compiler.settings import Settings


def step_problems(flow: Flow, settings: Settings) -> Iterator[Diagnostic]:
    """All of them, step by step. Pods honour all that there is, and each in its own namespace."""
    for step in flow.steps:
        if isinstance(step.compute, Batch):
            yield from job_problems(step, settings)
            yield from argument_problems(step, BATCH[settings.batch.platform], TARGET)
            yield from _missing(step, step.compute, settings)
        else:
            yield from pod_problems(step, settings)


def _missing(step: Step, batch: Batch, settings: Settings) -> Iterator[Diagnostic]:
    if batch.queue is None and settings.queue is None:
        yield BatchSettingMissing(
            span=batch.span, step=step.name, what="a queue", argument="queue", setting="queue"
        )
    fargate = settings.batch.platform == "fargate"
    if fargate and batch.execution_role is None and settings.batch.execution_role is None:
        yield BatchSettingMissing(
            span=batch.span,
            step=step.name,
            what="the role that Fargate starts containers with",
            argument="execution_role",
            setting="batch.execution-role",
        )
