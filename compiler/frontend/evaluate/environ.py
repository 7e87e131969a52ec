"""`os.environ` and `os.getenv`, under the environment policy."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compiler.diagnostics.catalogue.values import (
    EnvironmentDefault,
    EnvironmentMissing,
    EnvironmentName,
)
from compiler.diagnostics.report import Report
from compiler.frontend.environment import EnvironmentPolicy
from compiler.frontend.evaluate.context import Context
from compiler.frontend.evaluate.lookup import ENVIRON, reference
from compiler.frontend.names import Symbol

if TYPE_CHECKING:
    from compiler.frontend.evaluate.evaluator import Evaluator

_READERS = (Symbol("os.getenv"), Symbol("os.environ.get"))


@dataclass(frozen=True, slots=True)
class Read:
    """One call of `os.environ.get`."""

    node: ast.Call
    name: ast.expr
    default: ast.expr | None

    @property
    def has_default(self) -> bool:
        """Whether the source says what counts where the variable is not set."""
        return self.default is not None and not (
            isinstance(self.default, ast.Constant) and self.default.value is None
        )


class Environ:
    """Answers what the flow's source asks of the environment."""

    def __init__(self, policy: EnvironmentPolicy, report: Report, run: Evaluator) -> None:
        self._run = run
        self._policy = policy
        self._report = report

    def read_of(self, node: ast.expr, context: Context) -> Read | None:
        """The read that an expression is, if it is one."""
        if not isinstance(node, ast.Call) or not _is_reader(node.func, context, self._run):
            return None
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        name = node.args[0] if node.args else named.get("key")
        default = node.args[1] if len(node.args) > 1 else named.get("default")
        return None if name is None else Read(node, name, default)

    def get(self, read: Read, context: Context, default: Callable[[], object]) -> object:
        """The value of a read, or its default, with a note where nobody allowed the variable."""
        name = self._name(read.name, context)
        if name in self._policy.values:
            return self._policy.values[name]
        self._note(name, read.node, context)
        return default()

    def call(self, read: Read, context: Context) -> object:
        """The value of a read whose value matters.

        Raises:
            NotStatic: where the variable has no value and the source has no default.
        """
        name = self._name(read.name, context)
        if read.default is not None and read.has_default:
            default = read.default
            return self.get(read, context, lambda: self._run.visit(default, context))
        if name in self._policy.allowed:
            return self._policy.values.get(name)
        return self.item(read.name, read.node, context)

    def item(self, key: ast.expr, node: ast.expr, context: Context) -> object:
        """`os.environ[key]`"""
        name = self._name(key, context)
        if name in self._policy.values:
            return self._policy.values[name]
        if name in self._policy.allowed:
            state = "is allowed, but not set"
            remedy = f"set it where flowc runs, or pass `--env {name}=VALUE`"
        else:
            state = "may not be read"
            remedy = (
                f"pass `--env {name}` to take it from the environment, or `--env {name}=VALUE`; "
                f'or set `env = ["{name}"]` in the settings'
            )
        raise context.refuse(node, EnvironmentMissing, name=name, state=state, remedy=remedy)

    def has(self, key: ast.expr, node: ast.expr, context: Context) -> bool:
        """`key in os.environ`"""
        name = self._name(key, context)
        if name not in self._policy.values:
            self._note(name, node, context)
        return name in self._policy.values

    def _note(self, name: str, node: ast.expr, context: Context) -> None:
        if name not in self._policy.allowed:
            self._report.add(EnvironmentDefault(span=context.span(node), name=name))

    def _name(self, node: ast.expr, context: Context) -> str:
        name = self._run.visit(node, context)
        if not isinstance(name, str):
            raise context.refuse(node, EnvironmentName)
        return name


def _is_reader(function: ast.expr, context: Context, run: Evaluator) -> bool:
    if isinstance(function, ast.Name):
        return reference(run, function, context) in _READERS
    if isinstance(function, ast.Attribute) and isinstance(_root(function), ast.Name):
        if function.attr == "get":
            return reference(run, function.value, context) == ENVIRON
        return function.attr == "getenv" and reference(run, function, context) in _READERS
    return False


def _root(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node
