"""What decorators put around the user's code: environment, secrets, a limit of time."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from runtime_shim.authoring.marks import Decoration


def surroundings(step: str, decorations: Sequence[Decoration]) -> AbstractContextManager[None]:
    """Sets the environment of a step, and gives the limit of time to run it in.

    Raises `MetaflowException` for a decorator that asks for what cannot be.
    """
    limit: AbstractContextManager[None] = nullcontext()
    for one in decorations:
        if one.name == "secrets":
            from runtime_shim.task.secrets import inject_secrets

            inject_secrets(one)
        elif one.name == "environment" and one.added:
            # What stands in the source is in the plan, and set by the scheduler.
            os.environ.update({name: str(v) for name, v in one.attributes["vars"].items()})
        elif one.name == "timeout":
            from runtime_shim.task.timeout import time_limit

            limit = time_limit(step, one)
    return limit
