"""Where the evaluator stands: the scope, and what expressions around the node bind."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.span import Span
from compiler.frontend.bindings import Position
from compiler.frontend.evaluate.scope import NotStatic, Scope
from compiler.frontend.functions import FunctionNode
from compiler.frontend.modules import Module
from compiler.frontend.names import Class


@dataclass(frozen=True)
class Context:
    """All that the meaning of an expression depends on."""

    scope: Scope
    variables: Mapping[str, object] = field(default_factory=dict)
    """What the comprehensions around the node bind."""
    owner: Class | None = None
    """The class whose body the expression stands in, when that is being looked into."""
    anchor: ast.expr | None = None
    """What stands for the place of every node inside of it: an f-string, because not every
    Python knows the places in one, or the text of a `config_expr`."""
    in_config_expr: bool = False
    hidden: frozenset[str] = frozenset()
    """Names of the class body that are being worked out, and so mean the module's own."""

    @property
    def module(self) -> Module:
        return self.scope.module

    def binding(self, variables: Mapping[str, object]) -> Context:
        return replace(self, variables={**self.variables, **variables})

    def span(self, node: ast.expr) -> Span:
        return self.module.source.span(self.anchor or node)

    def refuse(self, node: ast.expr, kind: type[Diagnostic], **facts: str) -> NotStatic:
        return NotStatic(kind(span=self.span(node), **facts))  # type: ignore[arg-type]

    def anchored(self, node: ast.expr) -> Context:
        """For the inside of a node that stands for the place of all its parts."""
        return self if self.anchor is not None else replace(self, anchor=node)

    def function(self, node: ast.expr) -> FunctionNode | None:
        """The function in whose body a node stands."""
        return None if self.in_config_expr else self.module.functions.around(self.anchor or node)

    def position(self, node: ast.expr) -> Position | None:
        """From where a node sees its module's names; None for the end of the module.

        That is for a function's body and a `config_expr`, which run when the module is complete.
        """
        place = self.anchor or node
        if self.in_config_expr or self.function(place) is not None:
            return None
        return place.lineno, place.col_offset
