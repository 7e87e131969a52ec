"""Errors keep their names, and the wildcards match what they are said to match.

Stock: an error of the service's own (`States.Timeout`) that leaves a `Parallel` or a `Map`, or
that a `Fail` passes on by `ErrorPath`, becomes `States.Runtime`; `States.ALL` catches that too.

https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html: `States.ALL`
matches neither `States.DataLimitExceeded` nor `States.Runtime`; `States.TaskFailed` matches all
that it does, but for `States.Timeout`.
"""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.parser.asl.component.common.error_name.custom_error_name import (
    CustomErrorName,
)
from moto.stepfunctions.parser.asl.component.common.error_name.error_equals_decl import (
    ErrorEqualsDecl,
)
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName

from tests.engines.stepfunctions.repairs.patches import Patch, Repair

TERMINAL = frozenset({"States.DataLimitExceeded", "States.Runtime"})
"""What ends an execution whatever it catches."""


def _any_name(self: CustomErrorName, error_name: str | None) -> None:
    ErrorName.__init__(self, error_name=error_name)


def _matches(self: ErrorEqualsDecl, env: Any) -> None:
    error = env.stack.pop().error_name
    env.stack.append(any(matches(one.error_name, error) for one in self.error_names))


def matches(listed: str | None, error: str | None) -> bool:
    """Whether an entry of `ErrorEquals` is meant by an error."""
    if listed == "States.ALL":
        return error not in TERMINAL
    if listed == "States.TaskFailed":
        return error not in TERMINAL and error != "States.Timeout"
    return listed == error


NAMES = Repair("names", [Patch(CustomErrorName, "__init__", _any_name)])
WILDCARDS = Repair("wildcards", [Patch(ErrorEqualsDecl, "_eval_body", _matches)])
