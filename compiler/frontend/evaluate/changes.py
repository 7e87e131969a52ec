"""Statements that change a constant in place: `X += 1`, `D["k"] = v`, `D.update(...)`."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compiler.frontend.evaluate import operators
from compiler.frontend.evaluate.calls import evaluate_arguments
from compiler.frontend.evaluate.context import Context
from compiler.frontend.evaluate.functions import unordered_items
from compiler.frontend.evaluate.limits import bounded
from compiler.frontend.modules import Module
from compiler.frontend.names import Function, Symbol

if TYPE_CHECKING:
    from compiler.frontend.evaluate.evaluator import Evaluator

_MUTATORS: dict[tuple[type, str], Callable[..., object]] = {
    (dict, "update"): dict.update,
    (dict, "setdefault"): dict.setdefault,
    (dict, "pop"): dict.pop,
    (dict, "clear"): dict.clear,
    (list, "append"): list.append,
    (list, "clear"): list.clear,
    (list, "extend"): list.extend,
    (list, "insert"): list.insert,
    (list, "remove"): list.remove,
    (list, "reverse"): list.reverse,
    (list, "sort"): list.sort,
    (set, "add"): set.add,
    (set, "discard"): set.discard,
    (set, "update"): lambda items, *more: items.update(*map(unordered_items, more)),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """The value after the statement."""

    value: object


def apply_change(
    run: Evaluator, name: str, value: object, statement: ast.stmt, context: Context
) -> Changed | None:
    """What `name` is worth after a statement; None for one that flowc does not follow."""
    match statement:
        case ast.AugAssign(target=ast.Name(), op=op, value=operand):
            return Changed(operators.binary(type(op), value, run.visit(operand, context)))
        case _ if not isinstance(value, list | dict | set):
            # No statement changes text or a number in place, and of what is outside of the
            # project, or a function, flowc only wants the name.
            is_fixed = isinstance(
                value, str | bytes | int | float | tuple | Symbol | Module | Function | None
            )
            return Changed(value) if is_fixed else None
        case ast.Assign(targets=[ast.Subscript() as target], value=new):
            return _set_item(run, value, target, lambda _: run.visit(new, context), context)
        case ast.AugAssign(target=ast.Subscript() as target, op=op, value=operand):

            def updated(old: object) -> object:
                return operators.binary(type(op), old, run.visit(operand, context))

            return _set_item(run, value, target, updated, context)
        case ast.Expr(
            value=ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=method)) as call
        ) if owner == name:
            return _call(run, value, method, call, context)
    return None


def _set_item(
    run: Evaluator,
    value: object,
    target: ast.Subscript,
    new: Callable[[object], object],
    context: Context,
) -> Changed | None:
    keys: list[ast.expr] = []
    node: ast.expr = target
    while isinstance(node, ast.Subscript):
        keys.append(node.slice)
        node = node.value
    if not isinstance(node, ast.Name) or any(isinstance(key, ast.Slice) for key in keys):
        return None
    result = container = copied(value)
    path = [run.visit(key, context) for key in reversed(keys)]
    for key in path[:-1]:
        container = operators.subscript(container, key, None)
    if not isinstance(container, dict | list):
        return None
    last: Any = path[-1]
    with operators.python_errors("this item cannot be set"):
        old = container.get(last) if isinstance(container, dict) else container[last]
        container[last] = new(old)
    return Changed(bounded(result))


def _call(
    run: Evaluator, value: object, method: str, call: ast.Call, context: Context
) -> Changed | None:
    kind = next(kind for kind in (list, dict, set) if isinstance(value, kind))
    mutator = _MUTATORS.get((kind, method))
    if mutator is None:
        return None
    arguments, named = evaluate_arguments(run, call, context)
    result = copied(value)
    with operators.python_errors(f"`.{method}()` does not take these arguments"):
        mutator(result, *arguments, **named)
    return Changed(bounded(result))


def copied(value: object) -> Any:
    """A copy of the containers in a value, all the way down."""
    if isinstance(value, dict):
        return type(value)((key, copied(item)) for key, item in value.items())
    if isinstance(value, list):
        return [copied(item) for item in value]
    return set(value) if isinstance(value, set) else value
