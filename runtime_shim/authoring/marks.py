"""How a decorator is declared, and how what it says is kept on a step or a flow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Optional, TypeVar, overload

from runtime_shim.authoring.config_values import resolved, resolved_arguments, unpacking
from runtime_shim.exceptions import (
    BadFlowDecoratorException,
    BadStepDecoratorException,
    DuplicateFlowDecoratorException,
    DuplicateStepDecoratorException,
    InvalidDecoratorAttribute,
)

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T", bound=type)


@dataclass(frozen=True)
class Decoration:
    """One use of a decorator."""

    name: str
    arguments: Mapping[str, Any]
    """Those that were given, by their names."""
    added: bool = False
    """Whether a mutator added it at run time, so that no scheduler can know of it."""

    @property
    def attributes(self) -> dict[str, Any]:
        """All arguments: those given, and the defaults of the others."""
        return {**KINDS[self.name].defaults, **self.arguments}


KINDS: dict[str, Kind] = {}
"""All decorators, by their names; each enters itself."""

FLOW_DECORATIONS = "_flow_decorations"
"""The attribute of a flow's class that has its decorators."""


@dataclass(frozen=True)
class Kind:
    """A decorator: what Metaflow's of that name takes."""

    name: str
    defaults: Mapping[str, Any] = field(default_factory=dict)
    repeatable: bool = False

    def __post_init__(self) -> None:
        KINDS[self.name] = self

    def decoration(self, arguments: Mapping[str, Any], added: bool = False) -> Decoration:
        """One use of it; raises `InvalidDecoratorAttribute` for an unknown argument."""
        for name in arguments:
            if name not in self.defaults and not unpacking(name):
                raise InvalidDecoratorAttribute(self.name, name, self.defaults)
        return Decoration(self.name, dict(arguments), added)


class StepKind(Kind):
    """A decorator of steps, written above `@step`, with parentheses or without."""

    @overload
    def __call__(self, function: F, /) -> F: ...
    @overload
    def __call__(self, function: None = None, /, **arguments: Any) -> Callable[[F], F]: ...

    def __call__(self, function: Optional[F] = None, /, **arguments: Any) -> Any:
        if function is None:
            return lambda function: self._attach(function, arguments)
        return self._attach(function, arguments)

    def _attach(self, function: F, arguments: Mapping[str, Any]) -> F:
        if not is_step(function):
            raise BadStepDecoratorException(self.name, function)
        attached: list[Decoration] = function.decorators  # type: ignore[attr-defined]
        if not self.repeatable and any(other.name == self.name for other in attached):
            raise DuplicateStepDecoratorException(self.name, function)
        attached.append(self.decoration(arguments))
        return function


class FlowKind(Kind):
    """A decorator of the flow's class, with parentheses or without."""

    @overload
    def __call__(self, flow: T, /) -> T: ...
    @overload
    def __call__(self, flow: None = None, /, **arguments: Any) -> Callable[[T], T]: ...

    def __call__(self, flow: Optional[T] = None, /, **arguments: Any) -> Any:
        if flow is None:
            return lambda flow: self._attach(flow, arguments)
        return self._attach(flow, arguments)

    def _attach(self, flow: T, arguments: Mapping[str, Any]) -> T:
        if not is_flow(flow):
            raise BadFlowDecoratorException(self.name)
        if not self.repeatable and any(d.name == self.name for d in flow_decorations_of(flow)):
            raise DuplicateFlowDecoratorException(self.name)
        own_list(flow, FLOW_DECORATIONS).append(self.decoration(arguments))
        return flow


def is_step(value: object) -> bool:
    """Whether the value is a step's function, or a wrapper that took over its attributes."""
    return callable(value) and getattr(value, "is_step", False) is True


def is_flow(value: object) -> bool:
    """Whether the value is a class of a flow."""
    from runtime_shim.authoring.flowspec import FlowSpec

    return isinstance(value, type) and issubclass(value, FlowSpec)


def decorations_of(step_function: Any) -> list[Decoration]:
    """The decorators of a step, the nearest to the function first, configs filled in."""
    return [_filled_in(decoration) for decoration in step_function.decorators]


def flow_decorations_of(cls: type) -> list[Decoration]:
    """The decorators of a flow's class, those of its base classes first, configs filled in."""
    return [_filled_in(decoration) for decoration in inherited_list(cls, FLOW_DECORATIONS)]


def own_list(cls: type, attribute: str) -> list[Any]:
    """The list under an attribute of the class itself, which begins as that of its bases."""
    if attribute not in vars(cls):
        setattr(cls, attribute, inherited_list(cls, attribute))
    found: list[Any] = vars(cls)[attribute]
    return found


def inherited_list(cls: type, attribute: str) -> list[Any]:
    """What the class has under an attribute, or else its bases together, nothing twice."""
    if attribute in vars(cls):
        return list(vars(cls)[attribute])
    items = [item for base in cls.__bases__ for item in inherited_list(base, attribute)]
    return list({id(item): item for item in items}.values())


def _filled_in(decoration: Decoration) -> Decoration:
    arguments = resolved_arguments(decoration.arguments)
    return Decoration(decoration.name, resolved(arguments), decoration.added)
