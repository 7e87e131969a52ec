"""Questions that the shape of the source answers."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

_CATCHES_MISSING = {"AttributeError", "Exception", "BaseException"}
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def stored_attributes(function: ast.AST) -> Iterator[str]:
    """The name of every attribute that the source assigns to, whatever object it is of."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def is_generator(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether the function itself, not one inside of it, has a `yield`."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, _SCOPES):
            waiting.extend(ast.iter_child_nodes(node))
    return False


def truth(test: ast.expr) -> bool | None:
    """The truth of a condition where it is a literal."""
    return bool(test.value) if isinstance(test, ast.Constant) else None


def string(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def strings(node: ast.expr) -> tuple[str, ...] | None:
    """The elements of a literal collection of strings."""
    if not isinstance(node, ast.List | ast.Tuple | ast.Set):
        return None
    found = [string(element) for element in node.elts]
    return tuple(name for name in found if name is not None) if None not in found else None


def is_never_empty(iterable: ast.expr) -> bool:
    """Whether a loop over this runs at least once: a literal with elements, `range(3)`."""
    if isinstance(iterable, ast.List | ast.Tuple | ast.Set):
        return any(not isinstance(element, ast.Starred) for element in iterable.elts)
    if isinstance(iterable, ast.Constant) and isinstance(iterable.value, str):
        return bool(iterable.value)
    if not isinstance(iterable, ast.Call) or last_name(iterable.func) != "range":
        return False
    stop = iterable.args[0] if len(iterable.args) == 1 else None
    return isinstance(stop, ast.Constant) and isinstance(stop.value, int) and stop.value > 0


def catches_missing(handlers: Sequence[ast.ExceptHandler]) -> bool:
    """Whether one of the handlers takes the AttributeError of a missing artifact."""
    return any(handler.type is None or names_missing(handler.type) for handler in handlers)


def names_missing(exception: ast.expr) -> bool:
    """Whether an exception, or one in a tuple of them, is AttributeError or above it."""
    listed = exception.elts if isinstance(exception, ast.Tuple) else [exception]
    return any(last_name(node) in _CATCHES_MISSING for node in listed)


def last_name(node: ast.expr) -> str | None:
    """`c` for the expression `c` as for `a.b.c`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def is_irrefutable(case: ast.match_case) -> bool:
    """Whether a case takes whatever the cases before it left."""
    pattern = case.pattern
    return case.guard is None and isinstance(pattern, ast.MatchAs) and pattern.pattern is None


def parameters(arguments: ast.arguments) -> list[str]:
    """The names of all parameters, those by position first."""
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    extra = [arguments.vararg, arguments.kwarg]
    return [argument.arg for argument in [*named, *extra] if argument is not None]
