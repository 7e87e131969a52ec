"""Settings that AWS Batch would refuse. They have no line in the flow's source."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.compute.aws_names import QUEUE_RULE, ROLE_RULE, is_queue, is_role
from compiler.settings import Settings


def job_setting_problems(settings: Settings) -> Iterator[tuple[str, object, str]]:
    """The setting, its value, and what is wrong with it, of those that jobs have."""
    batch = settings.batch
    for setting, arn in (
        ("batch.job-role", batch.job_role),
        ("batch.execution-role", batch.execution_role),
    ):
        if arn is not None and not is_role(arn):
            yield setting, arn, ROLE_RULE
    if settings.queue is not None and not is_queue(settings.queue):
        yield "queue", settings.queue, QUEUE_RULE
