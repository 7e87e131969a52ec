"""`@catch`: the last failure of a task becomes an artifact, and the flow goes on."""

from __future__ import annotations

import sys
from typing import Any

from runtime_shim.authoring.marks import Decoration
from runtime_shim.exceptions import MetaflowException, MetaflowExceptionWrapper
from runtime_shim.flow.state import TaskState
from runtime_shim.flow.transition import planned_transition
from runtime_shim.plan import PlanStep
from runtime_shim.task.failure import trace


def check_catch(step: PlanStep) -> None:
    """Raises `MetaflowException` where it cannot be known what would come after a failure."""
    if planned_transition(step) is None:
        raise MetaflowException(
            f"@catch is not supported on the step {step.name}: where a {step.kind} goes depends on "
            "what it computes. Do the work that may fail in a step before."
        )


def caught(flow: Any, state: TaskState, catch: Decoration, error: Exception) -> None:
    """Makes of a failed attempt one that went the way of the plan.

    What the step had set until then stays. The artifact `var` gets the exception, as text.
    """
    if catch.attributes["print_exception"]:
        _print(flow, error)
    state.transition = planned_transition(state.plan.steps[state.task.step])
    kept = MetaflowExceptionWrapper(error)
    kept.stacktrace = trace(error)
    _set(flow, catch, kept)


def succeeded(flow: Any, catch: Decoration) -> None:
    """The artifact `var` is None where there was nothing to catch."""
    _set(flow, catch, None)


def _set(flow: Any, catch: Decoration, value: object) -> None:
    if catch.attributes["var"]:
        setattr(flow, catch.attributes["var"], value)


def _print(flow: Any, error: Exception) -> None:
    lines = "".join(f">  {line}\n" for line in trace(error).splitlines())
    sys.stdout.write(f"@catch caught an exception from {flow}\n{lines}")
