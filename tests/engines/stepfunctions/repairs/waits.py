"""Time passes faster for those who wait: `Wait` states and retriers, by the bench's factor.

No repair of something wrong, but what makes tests fast. What would have been waited is written
down, in seconds. A `Wait` ends when its execution is stopped.
"""

from __future__ import annotations

import time
from typing import Any

from moto.stepfunctions.parser.asl.component.common.retry.jitter_strategy_decl import (
    JitterStrategyDecl,
)
from moto.stepfunctions.parser.asl.component.state.wait.wait_function.wait_function import (
    WaitFunction,
)

from tests.engines.stepfunctions.details import details_of
from tests.engines.stepfunctions.repairs.patches import Patch, Repair

_LOOK = 0.05
"""Seconds between two looks at whether the execution was stopped."""
_stock = JitterStrategyDecl._eval_body


def _shortened(self: JitterStrategyDecl, env: Any) -> None:
    # The last thing that a retrier does before it waits for what is on the stack.
    _stock(self, env)
    env.stack.append(details_of(env).shortened(env.stack.pop()))


def _wait(self: WaitFunction, env: Any, wait_seconds: float) -> None:
    deadline = time.monotonic() + details_of(env).shortened(wait_seconds)
    while env.is_running() and (left := deadline - time.monotonic()) > 0:
        time.sleep(min(left, _LOOK))


WAITS = Repair(
    "waits",
    [
        Patch(JitterStrategyDecl, "_eval_body", _shortened),
        Patch(WaitFunction, "_wait_interval", _wait),
    ],
)
