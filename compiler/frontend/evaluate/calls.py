"""Calls: of the functions and methods in the tables, of `os.getenv` and `config_expr`."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from compiler.diagnostics.catalogue.parameters import ConfigExpression
from compiler.diagnostics.catalogue.values import CallNotKnown, MethodNotKnown, WholeEnvironment
from compiler.diagnostics.diagnostic import did_you_mean
from compiler.frontend.evaluate.context import Context
from compiler.frontend.evaluate.displays import items, mapping
from compiler.frontend.evaluate.functions import FUNCTIONS, Pure
from compiler.frontend.evaluate.inline import call_function
from compiler.frontend.evaluate.limits import bounded
from compiler.frontend.evaluate.lookup import ENVIRON, reference
from compiler.frontend.evaluate.methods import METHODS, of_type
from compiler.frontend.evaluate.operators import python_errors
from compiler.frontend.evaluate.values import EnumMember, plain, type_name
from compiler.frontend.modules import Module
from compiler.frontend.names import Class, Function, Symbol

if TYPE_CHECKING:
    from compiler.frontend.evaluate.evaluator import Evaluator

_CONFIG_EXPR = Symbol("metaflow.config_expr")


def visit_call(run: Evaluator, node: ast.expr, context: Context) -> object:
    assert isinstance(node, ast.Call)
    read = run.environ.read_of(node, context)
    if read is not None:
        return run.environ.call(read, context)
    if isinstance(node.func, ast.Attribute):
        base = reference(run, node.func.value, context)
        if base == ENVIRON:
            raise context.refuse(node, WholeEnvironment)
        if not isinstance(base, Symbol | Module | Class):
            return _method(run, base, node, node.func, context)
    callee = reference(run, node.func, context)
    if callee == _CONFIG_EXPR:
        return _config_expr(run, node, context)
    if isinstance(callee, Function):
        arguments, named = evaluate_arguments(run, node, context)
        return call_function(run, callee, arguments, named, node, context)
    function = FUNCTIONS.get(callee.dotted) if isinstance(callee, Symbol) else None
    if function is None:
        raise context.refuse(node, CallNotKnown, function=ast.unparse(node.func))
    return _apply(run, function, [], node, context)


def _method(
    run: Evaluator, base: object, node: ast.Call, func: ast.Attribute, context: Context
) -> object:
    base = plain(base)
    if isinstance(base, Function | EnumMember):
        raise context.refuse(node, CallNotKnown, function=ast.unparse(func))
    methods = of_type(METHODS, base)
    method = methods.get(func.attr)
    if method is None:
        raise context.refuse(
            node,
            MethodNotKnown,
            method=func.attr,
            type=type_name(base),
            suggestion=did_you_mean(func.attr, list(methods)),
        )
    return _apply(run, method, [base], node, context)


def _apply(
    run: Evaluator, function: Pure, given: list[object], node: ast.Call, context: Context
) -> object:
    name = ast.unparse(node.func)
    if given and isinstance(node.func, ast.Attribute):
        name = f".{node.func.attr}"
    arguments, named = evaluate_arguments(run, node, context)
    with python_errors(
        f"`{name}()` does not take these arguments", value=f"`{name}()` does not accept this value"
    ):
        return bounded(function(*map(plain, [*given, *arguments]), **named))


def evaluate_arguments(
    run: Evaluator, node: ast.Call, context: Context
) -> tuple[list[object], dict[str, object]]:
    """The values of the arguments of a call: by position, and by name."""
    arguments: list[object] = []
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            arguments.extend(items(run, argument.value, context))
        else:
            arguments.append(run.visit(argument, context))
    named: dict[str, object] = {}
    for keyword in node.keywords:
        if keyword.arg is None:
            found = mapping(run, keyword.value, context)
            named.update((str(key), value) for key, value in found.items())
        else:
            named[keyword.arg] = run.visit(keyword.value, context)
    return arguments, named


def _config_expr(run: Evaluator, node: ast.Call, context: Context) -> object:
    """Works out the expression in the text, which sees the configs by their own names."""
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    if len(given) != 1:
        raise context.refuse(node, ConfigExpression, problem="it takes one text, the expression")
    text = run.visit(given[0], context)
    if not isinstance(text, str):
        problem = f"it takes a text, not {type_name(text)}"
        raise context.refuse(given[0], ConfigExpression, problem=problem)
    try:
        expression = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError):
        problem = "the text is not a Python expression"
        raise context.refuse(given[0], ConfigExpression, problem=problem) from None
    inside = replace(context.anchored(given[0]), variables={}, owner=None, in_config_expr=True)
    return run.visit(expression, inside)


HANDLERS: dict[type[ast.expr], Callable[[Evaluator, ast.expr, Context], object]] = {
    ast.Call: visit_call
}
