"""Literals, operators and comprehensions."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from compiler.diagnostics.catalogue.values import (
    EvaluationFails,
    UnsupportedExpression,
)
from compiler.frontend.evaluate import operators
from compiler.frontend.evaluate.context import Context
from compiler.frontend.evaluate.functions import items_of
from compiler.frontend.evaluate.limits import bounded
from compiler.frontend.evaluate.lookup import ENVIRON, reference
from compiler.frontend.evaluate.text import formatted
from compiler.frontend.evaluate.values import type_name
from compiler.frontend.names import Function

if TYPE_CHECKING:
    from compiler.frontend.evaluate.evaluator import Evaluator

_NAMES: dict[type[ast.expr], str] = {
    ast.Await: "`await`",
    ast.NamedExpr: "an assignment with `:=`",
    ast.Starred: "a starred expression here",
    ast.Yield: "`yield`",
    ast.YieldFrom: "`yield from`",
}

Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def describe(node: ast.expr) -> str:
    """What to call an expression that is not evaluated."""
    return _NAMES.get(type(node), "this kind of expression")


def constant(_run: Evaluator, node: ast.expr, context: Context) -> object:
    assert isinstance(node, ast.Constant)
    if node.value is Ellipsis or isinstance(node.value, complex):
        what = "`...`" if node.value is Ellipsis else "a complex number"
        raise context.refuse(node, UnsupportedExpression, what=what)
    return bounded(node.value)


def sequence(run: Evaluator, node: ast.expr, context: Context) -> object:
    assert isinstance(node, ast.List | ast.Tuple | ast.Set)
    found: list[object] = []
    for element in node.elts:
        if isinstance(element, ast.Starred):
            found.extend(items(run, element.value, context))
        else:
            found.append(run.visit(element, context))
    if isinstance(node, ast.List):
        return bounded(found)
    if isinstance(node, ast.Tuple):
        return bounded(tuple(found))
    with operators.python_errors("a list, dict or set cannot be an item of a set"):
        return bounded(set(found))


def items(run: Evaluator, node: ast.expr, context: Context) -> list[object]:
    """The items of the value of an expression, which must be iterable."""
    value = run.visit(node, context)
    try:
        return items_of(value)
    except TypeError:
        problem = f"{type_name(value)} has no items"
        raise context.refuse(node, EvaluationFails, error="TypeError", problem=problem) from None


def dictionary(run: Evaluator, node: ast.expr, context: Context) -> object:
    assert isinstance(node, ast.Dict)
    found: dict[object, object] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            found.update(mapping(run, value, context))
            continue
        with operators.python_errors("a list, dict or set cannot be a key"):
            found[run.visit(key, context)] = run.visit(value, context)
    return bounded(found)


def mapping(run: Evaluator, node: ast.expr, context: Context) -> dict[object, object]:
    """The value of an expression after `**`, which must be a dict."""
    value = run.visit(node, context)
    if not isinstance(value, dict):
        problem = f"`**` takes a dict, not {type_name(value)}"
        raise context.refuse(node, EvaluationFails, error="TypeError", problem=problem)
    return value


def f_string(run: Evaluator, node: ast.expr, context: Context) -> object:
    assert isinstance(node, ast.JoinedStr)
    context = context.anchored(node)
    parts: list[str] = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            value = run.visit(part.value, context)
            conversion = chr(part.conversion) if part.conversion > 0 else None
            spec = run.visit(part.format_spec, context) if part.format_spec else ""
            parts.append(formatted(value, conversion, str(spec)))
        else:
            parts.append(str(run.visit(part, context)))
    return bounded("".join(parts))


def binary(run: Evaluator, node: ast.expr, context: Context) -> object:
    assert isinstance(node, ast.BinOp)
    left = run.visit(node.left, context)
    return operators.binary(type(node.op), left, run.visit(node.right, context))


def unary(run: Evaluator, node: ast.expr, context: Context) -> object:
    assert isinstance(node, ast.UnaryOp)
    if isinstance(node.op, ast.Not):
        return not run.is_true(node.operand, context)
    return operators.unary(type(node.op), run.visit(node.operand, context))


def either(run: Evaluator, node: ast.expr, context: Context) -> object:
    """`and` and `or`: the value of the first operand that decides, else of the last."""
    assert isinstance(node, ast.BoolOp)
    decides = isinstance(node.op, ast.Or)
    for operand in node.values[:-1]:
        value = run.tested(operand, context)
        if bool(value) is decides:
            return value
    return run.visit(node.values[-1], context)


def comparison(run: Evaluator, node: ast.expr, context: Context) -> object:
    assert isinstance(node, ast.Compare)
    left_node, left = node.left, run.tested(node.left, context)
    for operator, right_node in zip(node.ops, node.comparators, strict=True):
        is_in = isinstance(operator, ast.In | ast.NotIn)
        if is_in and _is_environ(run, right_node, context):
            return run.environ.has(left_node, node, context) == isinstance(operator, ast.In)
        right = run.tested(right_node, context)
        if not operators.compare(type(operator), left, right):
            return False
        left_node, left = right_node, right
    return True


def _is_environ(run: Evaluator, node: ast.expr, context: Context) -> bool:
    is_name = isinstance(node, ast.Name | ast.Attribute)
    return is_name and reference(run, node, context) == ENVIRON


def conditional(run: Evaluator, node: ast.expr, context: Context) -> object:
    assert isinstance(node, ast.IfExp)
    return run.visit(node.body if run.is_true(node.test, context) else node.orelse, context)


def function(_run: Evaluator, node: ast.expr, context: Context) -> object:
    assert isinstance(node, ast.Lambda)
    return Function("<lambda>", context.module, node)


# --- comprehensions ------------------------------------------------------------------


def comprehension(run: Evaluator, node: ast.expr, context: Context) -> object:
    assert isinstance(node, Comprehension)
    inner = _iterate(run, node.generators, context)
    with operators.python_errors("a list, dict or set cannot be a key or an item of a set"):
        if isinstance(node, ast.DictComp):
            pairs = ((run.visit(node.key, c), run.visit(node.value, c)) for c in inner)
            return bounded(dict(pairs))
        values = [run.visit(node.elt, c) for c in inner]
        return bounded(set(values) if isinstance(node, ast.SetComp) else values)


def _iterate(
    run: Evaluator, generators: Sequence[ast.comprehension], context: Context
) -> Iterator[Context]:
    if not generators:
        yield context
        return
    first, *rest = generators
    if first.is_async:
        raise context.refuse(first.iter, UnsupportedExpression, what="`async for`")
    for item in items(run, first.iter, context):
        bound: dict[str, object] = {}
        _bind(first.target, item, bound, context)
        inside = context.binding(bound)
        if all(run.is_true(test, inside) for test in first.ifs):
            yield from _iterate(run, rest, inside)


def _bind(target: ast.expr, value: object, bound: dict[str, object], context: Context) -> None:
    if isinstance(target, ast.Name):
        bound[target.id] = value
        return
    if not isinstance(target, ast.Tuple | ast.List) or any(
        isinstance(element, ast.Starred) for element in target.elts
    ):
        raise context.refuse(target, UnsupportedExpression, what="a target of this kind")
    with operators.python_errors(f"{type_name(value)} cannot be unpacked"):
        parts = items_of(value)
    if len(parts) != len(target.elts):
        problem = f"{len(target.elts)} values are expected, not {len(parts)}"
        raise context.refuse(target, EvaluationFails, error="ValueError", problem=problem)
    for element, part in zip(target.elts, parts, strict=True):
        _bind(element, part, bound, context)


HANDLERS = {
    ast.Constant: constant,
    ast.List: sequence,
    ast.Tuple: sequence,
    ast.Set: sequence,
    ast.Dict: dictionary,
    ast.JoinedStr: f_string,
    ast.BinOp: binary,
    ast.UnaryOp: unary,
    ast.BoolOp: either,
    ast.Compare: comparison,
    ast.IfExp: conditional,
    ast.Lambda: function,
    ast.ListComp: comprehension,
    ast.SetComp: comprehension,
    ast.GeneratorExp: comprehension,
    ast.DictComp: comprehension,
}
