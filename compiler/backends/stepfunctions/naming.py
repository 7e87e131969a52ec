"""Names that Step Functions, Batch and CloudFormation take, the same in every compilation."""

from __future__ import annotations

from collections.abc import Iterable

from compiler.backends.short_names import plain_name, shortened

MAX_MACHINE_NAME = 80
MAX_STATE_NAME = 80
MAX_EXECUTION_NAME = 80
MAX_SCHEDULE_NAME = 64
MAX_RULE_NAME = 64
MAX_LABEL = 40
"""Of a Distributed Map ("Label" in the Step Functions Developer Guide)."""


def machine_name(parts: Iterable[str]) -> str:
    """The name of a state machine from identifiers: project, branch, flow.

    >>> machine_name(["shop", "test.x_1", "TrainFlow"])
    'shop-test-x_1-TrainFlow'
    """
    return plain_name("-".join(parts).replace(".", "-"), MAX_MACHINE_NAME)


def state_name(step: str, role: str = "") -> str:
    """The name of a step's own state, or of one that it needs besides.

    No step has a `-` in its name, so the two never meet.

    >>> state_name("train"), state_name("train", "foreach")
    ('train', 'train-foreach')
    """
    return shortened(f"{step}-{role}" if role else step, MAX_STATE_NAME)
