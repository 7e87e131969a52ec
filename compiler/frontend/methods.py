"""A method of the flow's class, as the parts of the frontend hand it to each other."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Literal

from compiler.diagnostics.span import SourceFile

Kind = Literal["method", "property", "static", "class"]

_KINDS: dict[str, Kind] = {
    "property": "property",
    "cached_property": "property",
    "staticmethod": "static",
    "classmethod": "class",
}


@dataclass(frozen=True)
class Method:
    """A function in the body of the flow's class or of one of its bases.

    `kind` says how it is reached from an instance: `property` also stands for
    `functools.cached_property`, and stays `property` where there is a setter.
    """

    name: str
    node: ast.FunctionDef | ast.AsyncFunctionDef
    source: SourceFile
    kind: Kind

    @property
    def receiver(self) -> str | None:
        """What it calls the flow, usually `self`; None where it does not get the flow."""
        if self.kind in ("static", "class"):
            return None
        names = self.positional
        return names[0] if names else None

    @property
    def positional(self) -> tuple[str, ...]:
        """The parameters that can be given by position, the receiver included."""
        arguments = self.node.args
        return tuple(argument.arg for argument in (*arguments.posonlyargs, *arguments.args))


def kind_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Kind:
    """How a function in a class body is reached from an instance, by its decorators."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Name) and decorator.id in _KINDS:
            return _KINDS[decorator.id]
        if isinstance(decorator, ast.Attribute) and decorator.attr in _KINDS:
            return _KINDS[decorator.attr]
    return "method"
