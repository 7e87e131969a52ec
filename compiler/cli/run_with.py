"""`--with`: the decorators that a local run can put on all steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import click

from compiler.ir.flow import Flow
from runtime_shim.plan import Plan

_REMOTE = ("kubernetes", "batch")
_RETRY = "retry[:times=3,minutes_between_retries=2]"


def decorate(plan: Plan, flow: Flow, additions: Sequence[str]) -> Plan:
    """The plan as if every step that has no such decorator had it; raises `UsageError`.

    Of the decorators only `retry` is the scheduler's alone. What others do is done by the
    task, which goes by what the flow's source says.
    """
    for addition in additions:
        name, _, arguments = addition.partition(":")
        if name in _REMOTE:
            raise click.UsageError(
                f"--with {name}: `flowc run` runs every step on this machine; "
                "`flowc compile` makes what a cluster runs"
            )
        if name != "retry":
            raise click.UsageError(
                f"--with {addition}: only {_RETRY} can be added to a run; "
                "write other decorators at the steps"
            )
        plan = _with_retry(plan, flow, arguments)
    return plan


def _with_retry(plan: Plan, flow: Flow, arguments: str) -> Plan:
    from compiler.frontend.decorators.failure import RETRY
    from compiler.ir.step import Retry
    from compiler.quantities import QuantityError, parse_count, parse_duration

    times, wait = Retry.times, Retry.wait_seconds
    for argument in filter(None, arguments.split(",")):
        name, _, value = argument.partition("=")
        try:
            if name == "times":
                times = parse_count(value)
            elif name == "minutes_between_retries":
                wait = parse_duration(value, "minutes")
            else:
                names = ", ".join(f"`{known.name}`" for known in RETRY.arguments)
                raise click.UsageError(f"--with retry: `{argument}` is none of {names}")
        except QuantityError as error:
            raise click.UsageError(f"--with retry: `{argument}`: {error}; {error.hint}") from None
    steps = {
        name: replace(step, retries=times, wait_seconds=wait)
        if flow.by_name[name].retry is None
        else step
        for name, step in plan.steps.items()
    }
    return replace(plan, steps=steps)
