"""Which stretches of a module run only when a function is called, and what is local there."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_NAMED = FunctionNode | ast.ClassDef | ast.ExceptHandler | ast.MatchAs | ast.MatchStar


@dataclass(frozen=True)
class FunctionBodies:
    """The outermost functions of a module, in the order of the source."""

    functions: tuple[FunctionNode, ...]
    starts: tuple[tuple[int, int], ...]
    _locals: dict[FunctionNode, frozenset[str]] = field(default_factory=dict)
    _globals: list[frozenset[str]] = field(default_factory=list)

    @classmethod
    def of(cls, body: Sequence[ast.stmt]) -> FunctionBodies:
        functions = sorted(_outermost(body), key=_body_start)
        return cls(tuple(functions), tuple(_body_start(function) for function in functions))

    def around(self, node: ast.expr) -> FunctionNode | None:
        """The outermost function whose body holds the expression."""
        index = bisect_right(self.starts, (node.lineno, node.col_offset)) - 1
        if index < 0:
            return None
        function = self.functions[index]
        end = (function.end_lineno or 0, function.end_col_offset or 0)
        return function if (node.lineno, node.col_offset) < end else None

    def locals(self, function: FunctionNode) -> frozenset[str]:
        """Every name that the function, or a function inside of it, binds."""
        if function not in self._locals:
            self._locals[function] = frozenset(_bound(function)) - _declared_global(function)
        return self._locals[function]

    @property
    def written_globals(self) -> frozenset[str]:
        """The names of the module that some function may bind anew, by `global`."""
        if not self._globals:
            found = (_declared_global(function) for function in self.functions)
            self._globals.append(frozenset().union(*found))
        return self._globals[0]


def _outermost(body: Sequence[ast.stmt]) -> Iterator[FunctionNode]:
    pending = list(body)
    while pending:
        statement = pending.pop()
        if isinstance(statement, FunctionNode):
            yield statement
            continue
        for name in ("body", "orelse", "finalbody"):
            pending.extend(getattr(statement, name, ()))
        for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
            pending.extend(part.body)


def _body_start(function: FunctionNode) -> tuple[int, int]:
    first = function.body[0]
    return first.lineno, first.col_offset


def _bound(function: FunctionNode) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, _NAMED):
            if node is not function and node.name:
                yield node.name
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]


def _declared_global(function: FunctionNode) -> frozenset[str]:
    return frozenset(
        name for node in ast.walk(function) if isinstance(node, ast.Global) for name in node.names
    )
