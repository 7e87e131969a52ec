"""Calls of the user's own functions, where the body is simple enough to be followed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from compiler.diagnostics.catalogue.values import CallNotKnown, EvaluationFails
from compiler.diagnostics.diagnostic import Related
from compiler.frontend.bindings import Assigned, Bindings, Imported
from compiler.frontend.evaluate import operators
from compiler.frontend.evaluate.context import Context
from compiler.frontend.evaluate.lookup import reference
from compiler.frontend.evaluate.operators import unpacked
from compiler.frontend.evaluate.scope import NotStatic, Refused, Scope
from compiler.frontend.names import Function, follow

if TYPE_CHECKING:
    from compiler.frontend.evaluate.evaluator import Evaluator


class _NotFollowed(Exception):
    """The function does something that flowc does not follow."""


@dataclass(frozen=True, slots=True)
class _Returned:
    """What a `return` gave."""

    value: object


def call_function(
    run: Evaluator,
    function: Function,
    arguments: Sequence[object],
    named: Mapping[str, object],
    node: ast.Call,
    context: Context,
) -> object:
    """The value of a call, of a function that only assigns, tests and returns.

    Raises:
        NotStatic: where the function does more, or what it does cannot be known. It points
            at the call, and names the place in the function.
    """
    name = ast.unparse(node.func)
    try:
        local = _bind(run, function, arguments, named)
        inside = Context(Scope(function.module), variables=local)
        if isinstance(function.node, ast.Lambda):
            return run.visit(function.node.body, inside)
        returned = _body(run, function.node.body, inside, local)
    except NotStatic as unknown:
        cause = Related(unknown.diagnostic.span, unknown.diagnostic.message)
        span = context.span(node)
        raise NotStatic(CallNotKnown(span=span, function=name, related=(cause,))) from None
    except _NotFollowed:
        raise context.refuse(node, CallNotKnown, function=name) from None
    return returned.value if returned is not None else None


def _bind(
    run: Evaluator,
    function: Function,
    arguments: Sequence[object],
    named: Mapping[str, object],
) -> dict[str, object]:
    """The values of the function's parameters."""
    node, signature = function.node, function.node.args
    if isinstance(node, ast.AsyncFunctionDef):
        raise _NotFollowed
    if isinstance(node, ast.FunctionDef) and (node.decorator_list or _is_generator(node)):
        raise _NotFollowed
    if signature.vararg or signature.kwarg or signature.kwonlyargs:
        raise _NotFollowed
    names = [argument.arg for argument in (*signature.posonlyargs, *signature.args)]
    bound = {**dict(zip(names, arguments, strict=False)), **named}
    defaults = dict(zip(names[::-1], signature.defaults[::-1], strict=False))
    given = len(arguments) + len(named)
    if given != len(bound) or not bound.keys() <= set(names) <= bound.keys() | defaults.keys():
        problem = f"`{function.name}()` does not take these arguments"
        raise Refused(EvaluationFails, error="TypeError", problem=problem)
    outside = Context(Scope(function.module))
    for name in names:
        if name not in bound:
            bound[name] = run.visit(defaults[name], outside)
    return bound


def _is_generator(node: ast.FunctionDef) -> bool:
    return any(isinstance(part, ast.Yield | ast.YieldFrom) for part in ast.walk(node))


def _body(
    run: Evaluator, body: Sequence[ast.stmt], context: Context, local: dict[str, object]
) -> _Returned | None:
    """Follows the statements; None where they end without a `return`."""
    for statement in body:
        match statement:
            case ast.Return(value=value):
                return _Returned(None if value is None else run.visit(value, context))
            case ast.If(test=test, body=taken, orelse=other):
                branch = taken if run.is_true(test, context) else other
                returned = _body(run, branch, context, local)
                if returned is not None:
                    return returned
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                pass
            case ast.AugAssign(target=ast.Name(id=name), op=op, value=value) if name in local:
                operand = run.visit(value, context)
                with _refusals_at(value, context):
                    local[name] = operators.binary(type(op), local[name], operand)
            case ast.Import() | ast.ImportFrom() | ast.Assign() | ast.AnnAssign():
                _assign(run, statement, context, local)
            case _:
                raise _NotFollowed
    return None


def _assign(
    run: Evaluator, statement: ast.stmt, context: Context, local: dict[str, object]
) -> None:
    bindings = Bindings.of([statement])
    if bindings.stars:
        raise _NotFollowed
    for name, definitions in bindings.names.items():
        match definitions[-1].binding:
            case Imported() as imported:
                found = follow(imported, context.module, run.modules)
                local[name] = run.constants.dereference(found)
            case Assigned(value=value, path=path):
                whole = reference(run, value, context)
                with _refusals_at(value, context):
                    local[name] = unpacked(whole, path)
            case _:
                raise _NotFollowed


@contextmanager
def _refusals_at(node: ast.expr, context: Context) -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise refused.at(context.span(node)) from None
