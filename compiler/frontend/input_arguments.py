"""The arguments of `Parameter(...)`, `IncludeFile(...)` and `Config(...)`, by their names."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from compiler.diagnostics.catalogue.parameters import (
    ParameterArgument,
    ParameterName,
    TooManyParameterArguments,
    UnknownParameterArgument,
)
from compiler.diagnostics.diagnostic import did_you_mean
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.frontend.evaluate import Evaluator, NotStatic, Scope


@dataclass(frozen=True)
class Signature:
    """What a call takes: the names in their order, and how many of them go by position."""

    what: str
    names: tuple[str, ...]
    positions: int


@dataclass(frozen=True)
class InputArguments:
    """The arguments of one call, each as an expression, and the ways to read them.

    What is wrong with an argument is reported at the argument.
    """

    call: ast.Call
    signature: Signature
    scope: Scope
    evaluator: Evaluator
    report: Report
    nodes: dict[str, ast.expr]

    @classmethod
    def of(
        cls,
        call: ast.Call,
        signature: Signature,
        scope: Scope,
        evaluator: Evaluator,
        report: Report,
    ) -> InputArguments:
        """Binds the arguments of a call, reporting those that the signature does not have."""
        names, positions = signature.names, signature.positions
        arguments = cls(call, signature, scope, evaluator, report, {})
        arguments.nodes.update(zip(names, call.args[:positions], strict=False))
        if len(call.args) > positions:
            span = scope.module.source.span(call.args[positions])
            report.add(TooManyParameterArguments(span=span, what=signature.what, count=positions))
        for keyword in call.keywords:
            if keyword.arg is None:
                arguments._unpack(keyword.value)
            elif arguments._takes(keyword.arg, keyword):
                arguments.nodes[keyword.arg] = keyword.value
        return arguments

    def span(self, argument: str) -> Span:
        """Where an argument stands; the call itself for one that is not there."""
        return self.scope.module.source.span(self.nodes.get(argument, self.call))

    def name(self, attribute: str) -> str | None:
        """The name under which users set the input."""
        value = self.value("name")
        if isinstance(value, str) and value:
            return value
        if value is not UNKNOWN:
            span = self.span("name")
            self.report.add(ParameterName(span=span, what=self.signature.what, attribute=attribute))
        return None

    def text(self, argument: str) -> str | None:
        value = self.value(argument)
        if isinstance(value, str):
            return value
        self._expect(argument, "a string", value)
        return None

    def flag(self, argument: str, default: bool) -> bool:
        value = self.value(argument)
        if isinstance(value, bool):
            return value
        self._expect(argument, "`True` or `False`", value)
        return default

    def value(self, argument: str) -> object:
        """The value of an argument; None where it is not there, UNKNOWN where it cannot be told."""
        node = self.nodes.get(argument)
        if node is None:
            return None
        try:
            return self.evaluator.evaluate(node, self.scope)
        except NotStatic as unknown:
            self.report.add(unknown.diagnostic)
            return UNKNOWN

    def wrong(self, argument: str, expected: str) -> ParameterArgument:
        """The diagnostic of an argument with a value of the wrong kind."""
        return ParameterArgument(
            span=self.span(argument),
            argument=argument,
            expected=expected,
            value=f"`{ast.unparse(self.nodes[argument])}`",
        )

    def _expect(self, argument: str, expected: str, value: object) -> None:
        if value is not None and value is not UNKNOWN:
            self.report.add(self.wrong(argument, expected))

    def _unpack(self, node: ast.expr) -> None:
        """Takes each argument in `**mapping` as an item of that mapping."""
        try:
            mapping = self.evaluator.evaluate(node, self.scope)
        except NotStatic as unknown:
            self.report.add(unknown.diagnostic)
            return
        for name in mapping if isinstance(mapping, dict) else ():
            if self._takes(str(name), node):
                item = ast.Subscript(node, ast.Constant(name), ast.Load())
                self.nodes[name] = ast.fix_missing_locations(ast.copy_location(item, node))

    def _takes(self, argument: str, node: ast.expr | ast.keyword) -> bool:
        known = self.signature.names
        if argument in known:
            return True
        self.report.add(
            UnknownParameterArgument(
                span=self.scope.module.source.span(node),
                what=self.signature.what,
                argument=argument,
                suggestion=did_you_mean(argument, known),
                known=", ".join(f"`{name}`" for name in known),
            )
        )
        return False


class _Unknown:
    """The type of UNKNOWN."""


UNKNOWN = _Unknown()
"""The value of an argument that cannot be told, which has been reported."""
