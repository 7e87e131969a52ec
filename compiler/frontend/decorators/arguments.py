"""Reads the arguments of a known decorator."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any

from compiler.diagnostics.catalogue.decorators import (
    NotArguments,
    PositionalArgument,
    RepeatedArgument,
    UnknownArgument,
)
from compiler.diagnostics.diagnostic import Related, did_you_mean
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.diagnostics.words import listed
from compiler.frontend.decorators.given import Argument, Decorator, Given
from compiler.frontend.decorators.known import owners
from compiler.frontend.decorators.place import Invalid, Place, describe
from compiler.frontend.decorators.written import Written
from compiler.frontend.evaluate import Evaluator, NotStatic, Scope
from compiler.frontend.names import Symbol, resolve


def read_arguments(
    written: Written, decorator: Decorator, evaluator: Evaluator, report: Report
) -> Given:
    """What one use of a decorator was given; whatever is wrong with it is reported."""
    reading = _Reading(decorator, written.scope, evaluator, report)
    if written.call is not None:
        reading.read(written.call)
    return Given(
        decorator, written.span, reading.places, reading.values, report, flawed=reading.flawed
    )


@dataclass
class _Reading:
    """One decorator while its arguments are read."""

    decorator: Decorator
    scope: Scope
    evaluator: Evaluator
    report: Report
    places: dict[str, Place] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    seen: dict[str, Span] = field(default_factory=dict)
    flawed: bool = False

    def read(self, call: ast.Call) -> None:
        for node in call.args:
            self._positional(node)
        for keyword in call.keywords:
            if keyword.arg is None:
                self._expand(keyword.value)
            elif argument := self._argument(keyword.arg, keyword):
                try:
                    value = self._value(argument, keyword.value)
                except NotStatic as unknown:
                    self._flaw(unknown.diagnostic)
                else:
                    self._take(argument, value, keyword.value)

    def _evaluate(self, node: ast.expr) -> object:
        return self.evaluator.evaluate(node, self.scope)

    def _value(self, argument: Argument, node: ast.expr) -> object:
        items = node.elts if isinstance(node, ast.List | ast.Tuple) and argument.functions else []
        if not items or any(isinstance(item, ast.Starred) for item in items):
            return self.evaluator.evaluate(node, self.scope, argument.besides)
        # One by one, since a function of an installed package has a name and no value.
        return [self._function(item) for item in items]

    def _function(self, node: ast.expr) -> object:
        meant = resolve(node, self.scope.module, self.evaluator.modules)
        return meant if isinstance(meant, Symbol) else self._evaluate(node)

    def _expand(self, node: ast.expr) -> None:
        """The entries of a mapping after `**`. Each stands where the mapping stands."""
        try:
            entries = self._evaluate(node)
        except NotStatic as unknown:
            self._flaw(unknown.diagnostic)
            return
        if not isinstance(entries, dict) or not all(isinstance(key, str) for key in entries):
            self._flaw(NotArguments(span=self._span(node), found=_found(entries)))
            return
        for name, value in entries.items():
            if argument := self._argument(name, node):
                self._take(argument, value, node)

    def _positional(self, node: ast.expr) -> None:
        arguments = self.decorator.arguments
        example = next((f"{a.name}={a.example}" for a in arguments if a.example), "")
        name = self.decorator.name
        self._flaw(PositionalArgument(span=self._span(node), decorator=name, example=example))

    def _argument(self, name: str, node: ast.expr | ast.keyword) -> Argument | None:
        """The argument of that name, if there is one and it was not given before."""
        span = self._span(node)
        argument = self.decorator.by_name.get(name)
        if argument is None:
            # Of `name=value` the name alone is at fault.
            at_name = isinstance(node, ast.keyword)
            self._unknown(name, span.within(0, len(name)) if at_name else span)
        elif name in self.seen:
            related = (Related(self.seen[name], "given here first"),)
            self._flaw(RepeatedArgument(span=span, argument=name, related=related))
            return None
        self.seen[name] = span
        return argument

    def _unknown(self, name: str, span: Span) -> None:
        known = tuple(self.decorator.by_name)
        suggestion = did_you_mean(name, known)
        others = [] if suggestion else owners(name, self.decorator.level)
        belongs = listed(f"`@{other}`" for other in others) if others else ""
        takes = ", ".join(f"`{argument}`" for argument in known)
        self._flaw(
            UnknownArgument(
                span=span,
                decorator=self.decorator.name,
                argument=name,
                suggestion=suggestion,
                elsewhere=f"`{name}` belongs to {belongs}; " if belongs else "",
                takes=f"`@{self.decorator.name}` takes {takes or 'no arguments'}",
            )
        )

    def _take(self, argument: Argument, value: object, node: ast.expr) -> None:
        if value is None and argument.optional:
            return
        place = Place(self.decorator.name, argument.name, node, self.scope.module, self.report)
        self.places[argument.name] = place
        try:
            converted = argument.kind.convert(value, place)
        except Invalid:
            self.flawed = True
        else:
            if converted is not None:
                self.values[argument.name] = converted

    def _flaw(self, diagnostic: Any) -> None:
        self.report.add(diagnostic)
        self.flawed = True

    def _span(self, node: ast.expr | ast.keyword) -> Span:
        return self.scope.module.source.span(node)


def _found(value: object) -> str:
    return "a dict with other keys" if isinstance(value, dict) else describe(value)
