"""A method of the flow's class, as the parts of the frontend hand it to each other."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Literal

from compiler.diagnostics.span import SourceFile

Kind = Literal["method", "property", "static", "class"]


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
    names = {ast.unparse(decorator) for decorator in node.decorator_list}
    if names & {"property", "functools.cached_property", "cached_property"}:
        return "property"
    if "staticmethod" in names:
        return "static"
    return "class" if "classmethod" in names else "method"
