"""Runs the statements of a function along all paths at once."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Sequence

from compiler.frontend.artifacts.control import ControlFlow
from compiler.frontend.artifacts.summary import Summary
from compiler.frontend.artifacts.syntax import parameters
from compiler.frontend.artifacts.values import Self

_FunctionDef = ast.FunctionDef | ast.AsyncFunctionDef


class Statements(ControlFlow):
    """The analysis of one function."""

    def run(self, body: Sequence[ast.stmt]) -> Summary:
        """The effects of the function's body."""
        self.block(body)
        self.returns.add(self.state)
        self.summary.end = self.returns.state
        return self.summary

    def block(self, body: Sequence[ast.stmt]) -> None:
        for statement in body:
            if self.state is None:
                return
            handler = _HANDLERS.get(type(statement))
            if handler is not None:
                handler(self, statement)
            self.note()

    # --- simple statements -----------------------------------------------------------

    def _expression(self, node: ast.Expr) -> None:
        self.use(node.value)

    def _assignment(self, node: ast.Assign) -> None:
        value = self.use(node.value)
        for target in node.targets:
            if isinstance(target, ast.Attribute):
                self.assign_attribute(target, stored=not isinstance(node.value, ast.Lambda))
            else:
                self.assign(target, value)

    def _annotated(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.assign(node.target, self.use(node.value))

    def _augmented(self, node: ast.AugAssign) -> None:
        target = node.target
        if isinstance(target, ast.Attribute):
            owner = self.value(target.value)
            self.attribute_of(owner, target.attr, target)
            self.use(node.value)
            if isinstance(owner, Self):
                self.write(target.attr, target)
            return
        self.use(target)
        self.use(node.value)
        self.assign(target, None)

    def _deletion(self, node: ast.Delete) -> None:
        for target in node.targets:
            if isinstance(target, ast.Attribute):
                if isinstance(self.value(target.value), Self):
                    self.delete(target.attr, target)
            elif isinstance(target, ast.Name):
                self.bind(target.id, None)
            else:
                self.use(target)

    def _assertion(self, node: ast.Assert) -> None:
        self.use(node.test)
        if node.msg is not None and self.state is not None:
            passed = self.state.copy()
            self.use(node.msg)
            self.note()
            self.state = passed

    def _raising(self, node: ast.Raise) -> None:
        self.use_all(part for part in (node.exc, node.cause) if part is not None)
        self.note()
        self.state = None

    def _returning(self, node: ast.Return) -> None:
        if node.value is not None:
            self.use(node.value)
        self.returns.add(self.state)
        self.note()
        self.state = None

    def _breaking(self, _node: ast.Break) -> None:
        self.loops[-1].after.add(self.state)
        self.state = None

    def _continuing(self, _node: ast.Continue) -> None:
        self.loops[-1].head.add(self.state)
        self.state = None

    # --- definitions -----------------------------------------------------------------

    def _definition(self, node: _FunctionDef) -> None:
        arguments = node.args
        self.use_all(node.decorator_list)
        self.use_all(arguments.defaults)
        self.use_all(default for default in arguments.kw_defaults if default is not None)
        self.bind(node.name, None)
        with self.later():
            for name in parameters(arguments):
                self.bind(name, None)
            self.block(node.body)

    def _class(self, node: ast.ClassDef) -> None:
        self.use_all([*node.decorator_list, *node.bases])
        self.use_all(keyword.value for keyword in node.keywords)
        self.bind(node.name, None)
        with self.later():
            self.block(node.body)


_HANDLERS: dict[type[ast.stmt], Callable[..., None]] = {
    ast.AnnAssign: Statements._annotated,
    ast.Assert: Statements._assertion,
    ast.Assign: Statements._assignment,
    ast.AsyncFor: Statements.run_for,
    ast.AsyncFunctionDef: Statements._definition,
    ast.AsyncWith: Statements.run_with,
    ast.AugAssign: Statements._augmented,
    ast.Break: Statements._breaking,
    ast.ClassDef: Statements._class,
    ast.Continue: Statements._continuing,
    ast.Delete: Statements._deletion,
    ast.Expr: Statements._expression,
    ast.For: Statements.run_for,
    ast.FunctionDef: Statements._definition,
    ast.If: Statements.run_branches,
    ast.Match: Statements.run_match,
    ast.Raise: Statements._raising,
    ast.Return: Statements._returning,
    ast.Try: Statements.run_try,
    ast.While: Statements.run_while,
    ast.With: Statements.run_with,
}
if sys.version_info >= (3, 11):
    _HANDLERS[ast.TryStar] = Statements.run_try
