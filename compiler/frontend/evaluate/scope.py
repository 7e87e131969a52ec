"""What an expression sees, and how the evaluator says that it cannot know its value."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.span import Span
from compiler.frontend.modules import Module


class NotStatic(Exception):
    """An expression whose value the source does not tell.

    The diagnostic points at the very part of it that cannot be known.
    """

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.code)
        self.diagnostic = diagnostic


class Refused(Exception):
    """Raised where no node is at hand: a diagnostic that still needs its place."""

    def __init__(self, kind: type[Diagnostic], **facts: str) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.facts = facts

    def at(self, span: Span) -> NotStatic:
        return NotStatic(self.kind(span=span, **self.facts))  # type: ignore[arg-type]


class ConfigTable(dict[str, object]):
    """A table of a config, whose keys are attributes too: `config.model.lr`."""

    @classmethod
    def of(cls, value: object) -> object:
        """The value with every dict in it made a table."""
        if isinstance(value, dict):
            return cls((key, cls.of(item)) for key, item in value.items())
        if isinstance(value, list):
            return [cls.of(item) for item in value]
        return value


@dataclass(frozen=True)
class ConfigBinding:
    """The value of a config, for `config.x`, `self.config.x` and `config_expr("config.x")`."""

    name: str
    attribute: str
    value: object
    """Tables are `ConfigTable`s, unless the config is plain."""
    span: Span
    parser: str | None = None
    """The function of the user's that is to parse the text; the value is then not known."""
    failure: Diagnostic | None = None
    """Why there is no value, which is reported already."""


@dataclass(frozen=True)
class Scope:
    """What an expression in a module sees, beside the names of the module itself."""

    module: Module
    names: Mapping[str, ast.expr] = field(default_factory=dict)
    """The constants of the class body around it."""
    configs: Mapping[str, ConfigBinding] = field(default_factory=dict)
    """Each config under the name of its attribute, and under its own name."""
