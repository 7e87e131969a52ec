"""What `self.next(...)` says, and whether the plan of the flow says the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from runtime_shim.exceptions import InvalidNextException, MetaflowException
from runtime_shim.plan import PlanStep

_COUNTED = (list, tuple, range, str, bytes, dict, set, frozenset)
"""Of these the length is the number of items; anything else is counted one by one."""


class UnplannedTransition(MetaflowException):
    """A step went another way than the compiler read in its source."""


@dataclass(frozen=True)
class Transition:
    """Where a step goes."""

    kind: str
    """As in `PlanStep.kind`."""
    targets: tuple[str, ...]
    items: str | None = None
    """The artifact that a foreach goes over."""
    width: int | None = None
    """How many tasks a foreach or a gang starts."""


def transition_of(
    flow: Any,
    step: str,
    targets: tuple[Any, ...],
    options: Mapping[str, Any],
) -> Transition:
    """The transition that the arguments of `self.next` mean.

    Raises `InvalidNextException`, and `RuntimeError` for a switch without a fitting case.
    """
    unknown = options.keys() - {"foreach", "num_parallel", "condition"}
    if unknown:
        raise _invalid(step, f"self.next() has no argument `{min(unknown)}`")
    foreach, gang = options.get("foreach"), options.get("num_parallel")
    if options.get("condition") is not None:
        return _switch(flow, step, targets, options)
    if any(isinstance(target, Mapping) for target in targets):
        raise _invalid(step, "a dictionary of steps needs `condition=`, the artifact to decide by")
    names = tuple(
        _name(flow, step, target, f"the argument {number} of self.next()")
        for number, target in enumerate(targets, start=1)
    )
    if not names:
        raise _invalid(step, "self.next() needs a step to go to")
    if gang is not None:
        return Transition("gang", _only(step, names, "num_parallel"), width=_gang_size(step, gang))
    if foreach is not None:
        width = _width(flow, step, foreach)
        return Transition("foreach", _only(step, names, "foreach"), items=foreach, width=width)
    return Transition("branch" if len(names) > 1 else "linear", names)


def planned_transition(step: PlanStep) -> Transition | None:
    """The transition that a step makes whatever it computes; None if there is none."""
    if step.kind == "end":
        return Transition("end", ())
    return Transition(step.kind, tuple(step.edges)) if step.kind in ("linear", "branch") else None


def agreed_transition(transition: Transition | None, step: PlanStep) -> Transition:
    """The transition that a step made, where it is one that the plan has.

    Raises `UnplannedTransition`.
    """
    if step.kind == "end":
        return Transition("end", ())
    if transition is None:
        raise UnplannedTransition(
            f"the step `{step.name}` ended without self.next(...). Call it once, as the last "
            "thing on every way through the step."
        )
    if transition.kind == "switch":
        fits = step.kind == "switch" and transition.targets[0] in step.edges
    else:
        fits = transition.kind == step.kind and transition.targets == tuple(step.edges)
        fits = fits and step.items in (None, transition.items)
    if not fits:
        raise UnplannedTransition(
            f"the step `{step.name}` goes to {_spelled(transition.kind, transition.targets)}, but "
            f"the flow was compiled with {_spelled(step.kind, tuple(step.edges))}. "
            "Compile the code that runs, and call self.next(...) once, in the step itself."
        )
    return transition


def _switch(
    flow: Any, step: str, targets: tuple[Any, ...], options: Mapping[str, Any]
) -> Transition:
    condition = options["condition"]
    if len(targets) != 1 or not isinstance(targets[0], dict) or not targets[0]:
        raise _invalid(step, "`condition` goes with one dictionary, from values to steps")
    if not isinstance(condition, str):
        raise _invalid(step, "`condition` is the name of an artifact, as a text")
    if options.get("foreach") is not None or options.get("num_parallel") is not None:
        raise _invalid(step, "`condition` goes with neither `foreach` nor `num_parallel`")
    cases = targets[0]
    value = _artifact(flow, step, condition, "condition")
    if value not in cases:
        raise RuntimeError(
            f"Switch condition variable '{condition}' has value '{value}' "
            f"which is not in the available cases: {list(cases)}"
        )
    return Transition("switch", (_name(flow, step, cases[value], f"the case {value!r}"),))


def _name(flow: Any, step: str, target: Any, what: str) -> str:
    name = getattr(getattr(target, "__func__", None), "__name__", None)
    if name is None:
        raise _invalid(step, f"{what} is not a step of this flow, such as `self.{step}`")
    if not hasattr(flow, name):
        raise _invalid(step, f"{what} is `{name}`, which this flow does not have")
    return str(name)


def _only(step: str, names: tuple[str, ...], option: str) -> tuple[str, ...]:
    if len(names) != 1:
        raise _invalid(step, f"`{option}` goes with exactly one step")
    return names


def _gang_size(step: str, size: Any) -> int:
    try:
        count = size.__index__()
    except (AttributeError, TypeError):
        raise _invalid(step, f"`num_parallel` is a whole number, not {size!r}") from None
    if count < 1:
        raise _invalid(step, f"`num_parallel` is at least 1, not {count}")
    return int(count)


def _width(flow: Any, step: str, foreach: Any) -> int:
    if not isinstance(foreach, str):
        raise _invalid(step, "`foreach` is the name of an artifact, as a text")
    items = _artifact(flow, step, foreach, "foreach")
    try:
        width = len(items) if isinstance(items, _COUNTED) else sum(1 for _ in items)
    except Exception as error:
        raise _invalid(step, f"foreach over self.{foreach} fails: {error}") from error
    if width == 0:
        raise _invalid(
            step, f"foreach over self.{foreach}, which has no items: there is no task to start"
        )
    return width


def _artifact(flow: Any, step: str, name: str, option: str) -> Any:
    try:
        return getattr(flow, name)
    except AttributeError:
        raise _invalid(
            step, f"`{option}` names self.{name}, which does not exist: set it in this step"
        ) from None


def _spelled(kind: str, targets: tuple[str, ...]) -> str:
    names = ", ".join(f"`{target}`" for target in targets)
    return names if kind in ("linear", "branch") else f"{names} ({kind})"


def _invalid(step: str, reason: str) -> InvalidNextException:
    return InvalidNextException(f"The step `{step}` has an invalid transition: {reason}.")
