"""Which texts AWS takes as names of roles, queues, buses and clusters.

The patterns are those of the services' API references.
"""

from __future__ import annotations

import re

_ROLE = re.compile(r"arn:[\w-]+:iam::\d{12}:role/[\w+=,.@/-]+", re.ASCII)
_QUEUE = re.compile(
    r"(arn:[\w-]+:batch:[\w-]+:\d{12}:job-queue/)?[A-Za-z0-9][\w-]{0,127}", re.ASCII
)
_BUS = re.compile(r"(arn:[\w-]+:events:[\w-]+:\d{12}:event-bus/)?[/.\w-]{1,256}", re.ASCII)
_CLUSTER = re.compile(r"[A-Za-z0-9][\w-]{0,99}", re.ASCII)

ROLE_RULE = "it must be the ARN of a role: arn:aws:iam::123456789012:role/NAME"
QUEUE_RULE = "it has letters, digits, `_` and `-`, and at most 128 of them, or is an ARN"
BUS_RULE = "it has letters, digits and `/ . _ -`, and at most 256 of them, or is an ARN"
CLUSTER_RULE = "it has letters, digits, `_` and `-`, and at most 100 of them"


def is_role(text: str) -> bool:
    """The ARN of a role of IAM.

    >>> is_role("arn:aws:iam::123456789012:role/team/train"), is_role("train")
    (True, False)
    """
    return _ROLE.fullmatch(text) is not None


def is_queue(text: str) -> bool:
    """A job queue of Batch, by its name or its ARN.

    >>> is_queue("gpu"), is_queue("gpu queue")
    (True, False)
    """
    return _QUEUE.fullmatch(text) is not None


def is_event_bus(text: str) -> bool:
    """A bus of EventBridge, by its name or its ARN."""
    return _BUS.fullmatch(text) is not None


def is_cluster(text: str) -> bool:
    """A cluster of EKS, by its name."""
    return _CLUSTER.fullmatch(text) is not None
