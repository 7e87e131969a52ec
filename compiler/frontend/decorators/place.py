"""Where the value of an argument, or a piece of it, stands in the source."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from compiler.diagnostics.catalogue.decorators import ArgumentDiagnostic, WrongKind
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import SourceFile, Span
from compiler.frontend.modules import Module
from compiler.frontend.names import Class, Function, Symbol


class Invalid(Exception):
    """A value cannot be used; why is in the report already."""


@dataclass(frozen=True)
class Place:
    """An argument of a decorator, and the expression that gives (a piece of) its value."""

    decorator: str
    argument: str
    node: ast.expr
    module: Module
    report: Report

    @property
    def source(self) -> SourceFile:
        return self.module.source

    @property
    def span(self) -> Span:
        return self.source.span(self.node)

    def item(self, index: int) -> Place:
        """The place of one item, if the list is written out here; else that of the list."""
        if isinstance(self.node, ast.List | ast.Tuple):
            before = self.node.elts[: index + 1]
            if len(before) > index and not any(isinstance(e, ast.Starred) for e in before):
                return replace(self, node=before[index])
        return self

    def value(self, key: object) -> Place:
        """The place of one value, if the dict is written out here; else that of the dict."""
        for _, value in self._entries(key):
            return replace(self, node=value)
        return self

    def key(self, key: object) -> Place:
        """The place of one key, if the dict is written out here; else that of the dict."""
        for node, value in self._entries(key):
            return replace(self, node=node or value)
        return self

    def _entries(self, key: object) -> Iterable[tuple[ast.expr | None, ast.expr]]:
        if isinstance(self.node, ast.Dict):
            pairs = list(zip(self.node.keys, self.node.values, strict=True))
            for node, value in reversed(pairs):
                if isinstance(node, ast.Constant) and node.value == key:
                    yield node, value
        elif isinstance(self.node, ast.Call):
            for keyword in self.node.keywords:
                if keyword.arg is not None and keyword.arg == key:
                    yield None, keyword.value

    def wrong(self, diagnostic: type[ArgumentDiagnostic], **facts: Any) -> Invalid:
        """Reports what is wrong here, and returns what to raise."""
        self.report.add(
            diagnostic(span=self.span, decorator=self.decorator, argument=self.argument, **facts)
        )
        return Invalid()

    def wrong_kind(self, expected: str, value: object, hint: str = "") -> Invalid:
        """Reports a value of the wrong kind."""
        return self.wrong(WrongKind, expected=expected, found=describe(value), hint=hint)


def describe(value: object) -> str:
    """What a value is, in a few words.

    >>> describe(3), describe([1]), describe(None)
    ('the number `3`', 'a list', '`None`')
    """
    if value is None or isinstance(value, bool):
        return f"`{value}`"
    if isinstance(value, int | float):
        return f"the number `{value}`"
    if isinstance(value, str):
        return f"the text `{shorten(value)}`"
    if isinstance(value, Function):
        return f"the function `{value.name}`"
    if isinstance(value, Class):
        return f"the class `{value.name}`"
    if isinstance(value, Symbol):
        return f"`{value.dotted}`"
    return f"a {type(value).__name__}"


def shorten(text: str) -> str:
    """The text, cut where it would make a message unreadable."""
    return text if len(text) <= 40 else text[:37] + "..."
