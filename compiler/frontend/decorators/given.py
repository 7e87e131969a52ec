"""What is known of a decorator, and what one use of it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from compiler.diagnostics.catalogue.decorators import IneffectiveArgument
from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.frontend.decorators.kinds import Kind
from compiler.frontend.decorators.place import Place


@dataclass(frozen=True)
class Argument:
    """One argument. With `optional` None counts as not given, as where Metaflow's own
    default is None. `functions` tells that the value is a list of functions, `besides` of what
    type it may be that is no plain data."""

    name: str
    kind: Kind
    optional: bool = True
    example: str = ""
    functions: bool = False
    besides: type | None = None


@dataclass(frozen=True)
class Decorator:
    """One of Metaflow's decorators: `level` is what it goes on, `repeatable` that it may
    stand there several times."""

    name: str
    level: Literal["step", "flow"]
    arguments: tuple[Argument, ...] = ()
    repeatable: bool = False
    example: str = ""

    @cached_property
    def by_name(self) -> dict[str, Argument]:
        return {argument.name: argument for argument in self.arguments}


@dataclass(frozen=True)
class Given:
    """One use of a known decorator.

    `places` has every argument that was named and is not None, `values` those of them
    that are right, in canonical form.
    """

    decorator: Decorator
    span: Span
    places: Mapping[str, Place]
    values: Mapping[str, Any]
    report: Report
    flawed: bool = False
    """Whether anything about the arguments was reported: then what is missing may be
    missing for that reason."""
    spans: dict[str, Span] = field(init=False)

    def __post_init__(self) -> None:
        spans = {name: self.places[name].span for name in self.values}
        object.__setattr__(self, "spans", spans)

    def get(self, name: str, default: Any = None) -> Any:
        """The canonical value of an argument."""
        return self.values.get(name, default)

    def fields(self, *names: str) -> dict[str, Any]:
        """Those of the named arguments that were given, for the node of that shape."""
        return {name: self.values[name] for name in names if name in self.values}

    def related(self, argument: str, label: str) -> tuple[Related, ...]:
        """A pointer to an argument, for a diagnostic that stands at another one."""
        return (Related(self.spans[argument], label),)


def report_ineffective(given: Given, name: str, needs: str) -> None:
    """Warns of an argument, if it was given, that changes nothing without something else."""
    if name in given.spans:
        given.report.add(
            IneffectiveArgument(
                span=given.spans[name],
                decorator=given.decorator.name,
                argument=name,
                needs=needs,
            )
        )
