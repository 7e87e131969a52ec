"""What is told before a run about what this machine does otherwise than the flow says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compiler.backends.local.resources import Missing
from compiler.cli.human import size
from compiler.ir.flow import Flow

_SHOWN_STEPS = 3


def lacking_notes(missing: Sequence[Missing]) -> Iterator[str]:
    """One for each resource that there is not enough of."""
    for resource in dict.fromkeys(each.resource for each in missing):
        lacking = [each for each in missing if each.resource == resource]
        most = _amount(resource, max(each.wanted for each in lacking))
        yield (
            f"{_steps([each.step for each in lacking])} "
            f"{'asks' if len(lacking) == 1 else 'ask'} for {most}, and this machine has "
            f"{_amount(resource, lacking[0].present)}; without --enforce it runs anyway"
        )


def elsewhere_notes(flow: Flow, *, environments: bool) -> Iterator[str]:
    """One for each decorator that says where, or with which packages, steps shall run.

    `environments` are made, or they are not.
    """
    places = {step.name: step.compute.kind for step in flow.steps if step.compute is not None}
    for place in dict.fromkeys(places.values()):
        steps = [step for step in places if places[step] == place]
        runs = "runs" if len(steps) == 1 else "run"
        yield f"{_steps(steps)} {runs} on this machine, whatever @{place} says"
    if environments:
        return
    managers = {
        step.name: step.packages.manager
        for step in flow.steps
        if step.packages is not None and not step.packages_disabled
    }
    for manager in dict.fromkeys(managers.values()):
        steps = [step for step in managers if managers[step] == manager]
        yield (
            f"no environment is made of the packages of @{manager} at {_steps(steps)}; "
            f"--environment {manager} makes them, and --python names an interpreter that has them"
        )


def _steps(names: Sequence[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:_SHOWN_STEPS])
    more = len(names) - _SHOWN_STEPS
    return f"{shown} and {more} more" if more > 0 else shown


def _amount(resource: str, number: int) -> str:
    if resource == "memory":
        return f"{size(number)} of memory"
    if resource == "cpu":
        return f"{number / 1000:g} CPUs"
    return f"{number or 'no'} GPU{'s' if number != 1 else ''}"
