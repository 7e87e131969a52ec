"""Verifies that the IR keeps its own promises. What fails here is a mistake in flowc."""

from __future__ import annotations

from collections import Counter

from compiler.ir.errors import InternalError
from compiler.ir.flow import IR_VERSION, Flow
from compiler.ir.step import Step
from compiler.ir.transition import Branch


def verify(flow: Flow) -> None:
    """Raises `InternalError` unless the flow is one that passes may be given.

    The user's mistakes are none of its business: an unknown target passes, two steps of
    one name do not.
    """
    if flow.ir_version != IR_VERSION:
        raise InternalError(f"IR version {flow.ir_version} instead of {IR_VERSION}")
    twice = [name for name, count in Counter(s.name for s in flow.steps).items() if count > 1]
    if twice:
        raise InternalError(f"two steps are named {twice[0]}")
    for role, name in (("start", flow.start), ("end", flow.end)):
        if name not in flow.by_name:
            raise InternalError(f"the {role} step {name} is not among the steps")
    for step in flow.steps:
        _verify_step(step)


def _verify_step(step: Step) -> None:
    transition = step.transition
    if isinstance(transition, Branch) and len(transition.targets) < 2:
        raise InternalError(f"the step {step.name} splits into fewer than two")
    if step.inputs == "":
        raise InternalError(f"the join {step.name} has no name for its inputs")
