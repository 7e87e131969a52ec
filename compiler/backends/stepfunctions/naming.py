"""Names that Step Functions, Batch and CloudFormation take, the same in every compilation."""

from __future__ import annotations

import re
from collections.abc import Iterable

from compiler.backends.short_names import digest, shortened

MAX_MACHINE_NAME = 80
MAX_STATE_NAME = 80
MAX_EXECUTION_NAME = 80
MAX_SCHEDULE_NAME = 64
MAX_RULE_NAME = 64
MAX_LABEL = 40
"""Of a Distributed Map ("Label" in the Step Functions Developer Guide)."""

_OUTSIDE = re.compile(r"[^A-Za-z0-9_-]+")


def machine_name(parts: Iterable[str]) -> str:
    """The name of a state machine from identifiers: project, branch, flow.

    >>> machine_name(["shop", "test.x_1", "TrainFlow"])
    'shop-test-x_1-TrainFlow'
    """
    return plain_name("-".join(parts).replace(".", "-"), MAX_MACHINE_NAME)


def plain_name(text: str, limit: int) -> str:
    """A text in letters, digits, `_` and `-`, which every one of these services takes.

    >>> plain_name("train", 40), plain_name("größe", 40)
    ('train', 'gr-e-d353a267')
    """
    name = _OUTSIDE.sub("-", text).strip("-_")
    if name != text:
        # Something was left out, so that another text might give the same name.
        name = f"{name or 'x'}-{digest(text)}"
    return shortened(name, limit)


def state_name(step: str, role: str = "") -> str:
    """The name of a step's own state, or of one that it needs besides.

    No step has a `-` in its name, so the two never meet.

    >>> state_name("train"), state_name("train", "foreach")
    ('train', 'train-foreach')
    """
    return shortened(f"{step}-{role}" if role else step, MAX_STATE_NAME)
