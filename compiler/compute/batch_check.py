"""What AWS Batch would refuse about a step's job, at the argument that asks for it."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.compute.aws_names import QUEUE_RULE, ROLE_RULE, is_queue, is_role
from compiler.compute.batch_sizes import (
    FARGATE_LARGEST_DISK_GIB,
    SMALLEST_MEMORY_MIB,
    cpu_and_memory,
    fargate_disk_gib,
    fargate_fit,
    vcpus,
)
from compiler.compute.container_check import (
    container_problems,
    mount_problems,
    place_of_argument,
)
from compiler.compute.kubernetes_batch import batch_host_volumes
from compiler.diagnostics.catalogue.decorators import IneffectiveArgument
from compiler.diagnostics.catalogue.stepfunctions import (
    GangOnFargate,
    InvalidForBatch,
    NoFargateMachine,
)
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.ir.compute import Batch
from compiler.ir.step import Step
from compiler.quantities.errors import QuantityError
from compiler.settings import Settings

_RESERVED = {"AWS_BATCH": "AWS Batch"}
MAX_TAGS = 50
"""Of a job definition ("RegisterJobDefinition" in the AWS Batch API Reference)."""
LOG_DRIVERS = (
    "awsfirelens",
    "awslogs",
    "fluentd",
    "gelf",
    "journald",
    "json-file",
    "splunk",
    "syslog",
)
"""("LogConfiguration" in the same place.)"""
FARGATE_LOG_DRIVERS = ("awslogs", "splunk")
_PARAMETER = "Ref::"


def job_problems(step: Step, settings: Settings) -> Iterator[Diagnostic]:
    """Every reason for which Batch would refuse the job of `step`."""
    fargate = settings.batch.platform == "fargate"
    yield from container_problems(step, settings, _RESERVED)
    if isinstance(step.compute, Batch):
        yield from mount_problems(step.compute, _mounts(step.compute), ())
        yield from _texts(step.compute, FARGATE_LOG_DRIVERS if fargate else LOG_DRIVERS)
        if step.compute.swappiness is not None and step.compute.max_swap_bytes is None:
            yield IneffectiveArgument(
                span=place_of_argument(step.compute, "swappiness"),
                decorator="batch",
                argument="swappiness",
                needs="a `max_swap`",
            )
    try:
        cpu, memory = cpu_and_memory(step.resources, settings.resources)
    except QuantityError:
        return  # which the settings are told of
    if memory < SMALLEST_MEMORY_MIB:
        yield _of_step(step, "the memory of a job", f"{memory} MiB", "ask for 4 MiB or more")
    if fargate:
        yield from _on_fargate(step, cpu, memory)


def _mounts(batch: Batch) -> Iterator[tuple[str, str]]:
    if batch.tmpfs is not None:
        yield "tmpfs_path", batch.tmpfs.path
    for volume in batch_host_volumes(batch):
        yield "host_volumes", volume.mount
    for folder in batch.efs_volumes.values():
        yield "efs_volumes", folder


def _texts(batch: Batch, drivers: tuple[str, ...]) -> Iterator[Diagnostic]:
    for argument, arn in (("iam_role", batch.iam_role), ("execution_role", batch.execution_role)):
        if arn is not None and not is_role(arn):
            yield _of_argument(batch, argument, "a role", arn, ROLE_RULE)
    if batch.queue is not None and not is_queue(batch.queue):
        yield _of_argument(batch, "queue", "a job queue", batch.queue, QUEUE_RULE)
    if batch.log_driver is not None and batch.log_driver not in drivers:
        rule = f"the log drivers are `{'`, `'.join(drivers)}`"
        yield _of_argument(batch, "log_driver", "a log driver", batch.log_driver, rule)
    if batch.executable is not None and _PARAMETER in batch.executable:
        rule = f"Batch puts a parameter in the place of what begins with `{_PARAMETER}`"
        yield _of_argument(batch, "executable", "a program", batch.executable, rule)
    if len(batch.tags) > MAX_TAGS:
        what, count = "the number of a job's tags", str(len(batch.tags))
        yield _of_argument(batch, "aws_batch_tags", what, count, f"give {MAX_TAGS} at most")


def _on_fargate(step: Step, cpu: int, memory: int) -> Iterator[Diagnostic]:
    if step.parallel:
        yield GangOnFargate(span=step.span, step=step.name)
    if fargate_fit(cpu, memory) is None:
        yield NoFargateMachine(span=step.span, cpu=vcpus(cpu, fargate=True), memory=memory)
    batch = step.compute if isinstance(step.compute, Batch) else None
    disk = fargate_disk_gib(step.resources, batch)
    if disk is not None and disk > FARGATE_LARGEST_DISK_GIB:
        rule = f"ask for {FARGATE_LARGEST_DISK_GIB} GiB at most"
        yield _of_step(step, "the disk of a job on Fargate", f"{disk} GiB", rule)


def _of_argument(batch: Batch, argument: str, what: str, text: str, rule: str) -> Diagnostic:
    span = place_of_argument(batch, argument)
    return InvalidForBatch(span=span, what=what, text=text, rule=rule)


def _of_step(step: Step, what: str, text: str, rule: str) -> Diagnostic:
    return InvalidForBatch(span=step.span, what=what, text=text, rule=rule)
