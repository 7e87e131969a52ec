"""What AWS Batch and EKS cannot honour about the steps of a flow."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.backends.batch_capabilities import TARGET
from compiler.backends.capabilities import argument_problems
from compiler.backends.stepfunctions.capabilities import CAPABILITIES
from compiler.backends.stepfunctions.kinds import ONE_JOB, step_kind
from compiler.compute.batch_check import job_problems
from compiler.compute.kubernetes_check import pod_problems
from compiler.diagnostics.catalogue.stepfunctions import WaitIgnored
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.ir.compute import Kubernetes
from compiler.ir.flow import Flow
from compiler.ir.step import Step
from compiler.settings import Settings


def step_problems(flow: Flow, settings: Settings) -> Iterator[Diagnostic]:
    """All of them, step by step."""
    handlings = CAPABILITIES[settings.batch.platform]
    for step in flow.steps:
        if isinstance(step.compute, Kubernetes):
            yield from pod_problems(step, settings)
            continue
        yield from job_problems(step, settings)
        yield from argument_problems(step, handlings, TARGET)
        yield from _one_job(step, flow, settings)


def _one_job(step: Step, flow: Flow, settings: Settings) -> Iterator[Diagnostic]:
    """Of a step whose tasks are one job, which Batch itself tries again."""
    if step_kind(step, flow, settings) not in ONE_JOB:
        return
    if step.retry is not None and step.retry.times and step.retry.wait_seconds:
        yield WaitIgnored(span=step.retry.span, step=step.name)
