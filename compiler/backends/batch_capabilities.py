"""What becomes of the arguments of `@resources` and `@batch` where AWS Batch runs the step."""

from __future__ import annotations

from compiler.backends.capabilities import (
    SIZES,
    TMPFS,
    Handling,
    Handlings,
    Honoured,
    Ignored,
    Refused,
)
from compiler.settings import BatchPlatform

TARGET = "AWS Batch"
_E = Honoured.EMITTED
_ON_EC2 = 'set `platform = "ec2"` under `[tool.flowc.batch]`, or leave it out'
_DISK = "choose a queue whose instances have the disk that the step needs"


def _not_on_fargate(field: str, reason: str, nothing: object = None) -> Refused:
    return Refused(f"Fargate {reason}", _ON_EC2, field, nothing)


_BATCH: dict[str, Handling] = {
    **SIZES,
    **TMPFS,
    "image": _E,
    "executable": _E,
    "queue": _E,
    "iam_role": _E,
    "execution_role": _E,
    "privileged": _E,
    "inferentia": _E,
    "trainium": _E,
    "efa": _E,
    "host_volumes": _E,
    "efs_volumes": _E,
    "max_swap": _E,
    "swappiness": _E,
    "log_driver": _E,
    "log_options": _E,
    "aws_batch_tags": _E,
    "ephemeral_storage": Ignored(
        "on EC2 a job has the disk of its instance", _DISK, "ephemeral_storage_bytes"
    ),
}

_FARGATE_SIZES: dict[str, Handling] = {
    **SIZES,
    "gpu": _not_on_fargate("gpu", "has no GPUs", 0),
    "shared_memory": _not_on_fargate("shared_memory_bytes", "cannot size `/dev/shm`"),
}

BATCH: dict[BatchPlatform, Handlings] = {
    "ec2": {
        "resources": {
            **SIZES,
            "disk": Ignored("on EC2 a job has the disk of its instance", _DISK, "disk_bytes"),
        },
        "batch": _BATCH,
    },
    "fargate": {
        "resources": {**_FARGATE_SIZES, "disk": _E},
        "batch": {
            **_BATCH,
            **_FARGATE_SIZES,
            **dict.fromkeys(TMPFS, _not_on_fargate("tmpfs", "mounts no folders in memory")),
            "privileged": _not_on_fargate("privileged", "runs no privileged containers", False),
            "inferentia": _not_on_fargate("inferentia", "has no Neuron devices", 0),
            "trainium": _not_on_fargate("trainium", "has no Neuron devices", 0),
            "efa": _not_on_fargate("efa", "has no Elastic Fabric Adapters", 0),
            "host_volumes": _not_on_fargate("host_volumes", "mounts no folders of its machines"),
            "max_swap": _not_on_fargate("max_swap_bytes", "has no swap"),
            "swappiness": _not_on_fargate("swappiness", "has no swap"),
            "ephemeral_storage": _E,
        },
    },
}
"""By the platform of the queues, what holds for a job of theirs."""
