"""Arithmetic, comparison and subscripts, on values of plain types and within bounds."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from compiler.diagnostics.catalogue.values import (
    EvaluationFails,
    MissingKey,
    TooLarge,
    UnsupportedExpression,
)
from compiler.diagnostics.diagnostic import did_you_mean
from compiler.frontend.evaluate.functions import items_of
from compiler.frontend.evaluate.limits import LARGEST_BITS, at_most, bounded
from compiler.frontend.evaluate.scope import Refused
from compiler.frontend.evaluate.text import percent
from compiler.frontend.evaluate.values import PythonVersion, plain, type_name

_DATA = (
    type(None),
    bool,
    int,
    float,
    str,
    bytes,
    list,
    tuple,
    set,
    dict,
    range,
    PurePosixPath,
    timedelta,
)

_BINARY: dict[type[ast.operator], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
    ast.FloorDiv: ("//", operator.floordiv),
    ast.Mod: ("%", operator.mod),
    ast.Pow: ("**", operator.pow),
    ast.LShift: ("<<", operator.lshift),
    ast.RShift: (">>", operator.rshift),
    ast.BitOr: ("|", operator.or_),
    ast.BitAnd: ("&", operator.and_),
    ast.BitXor: ("^", operator.xor),
}

_UNARY: dict[type[ast.unaryop], tuple[str, Callable[[Any], Any]]] = {
    ast.USub: ("-", operator.neg),
    ast.UAdd: ("+", operator.pos),
    ast.Invert: ("~", operator.invert),
}

_COMPARE: dict[type[ast.cmpop], tuple[str, Callable[[Any, Any], Any]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.In: ("in", lambda item, container: item in container),
    ast.NotIn: ("not in", lambda item, container: item not in container),
}


def binary(kind: type[ast.operator], left: object, right: object) -> object:
    """`left OPERATOR right`.

    Raises:
        Refused: where Python raises, or where the result is too large.
    """
    left, right = plain(left), plain(right)
    if kind not in _BINARY:
        raise Refused(UnsupportedExpression, what="matrix multiplication")
    sign, function = _BINARY[kind]
    with python_errors(f"`{sign}` does not work on {type_name(left)} and {type_name(right)}"):
        _check_operands(left, right)
        if kind is ast.Mod and isinstance(left, str | bytes):
            return bounded(percent(left, right))
        _check_size(kind, left, right)
        return bounded(_real(function(left, right)))


def unary(kind: type[ast.unaryop], operand: object) -> object:
    """`-operand`, `+operand` and `~operand`."""
    operand = plain(operand)
    sign, function = _UNARY[kind]
    with python_errors(f"`{sign}` does not work on {type_name(operand)}"):
        _check_operands(operand)
        return bounded(function(operand))


def compare(kind: type[ast.cmpop], left: object, right: object) -> bool:
    """One link of a comparison."""
    left, right = plain(left), plain(right)
    if kind in (ast.Is, ast.IsNot):
        # Of identity flowc knows that of the singletons, for which people use it.
        if not any(isinstance(side, bool | None) for side in (left, right)):
            raise Refused(UnsupportedExpression, what="`is` between values")
        return (left is right) == (kind is ast.Is)
    sign, function = _COMPARE[kind]
    with python_errors(f"`{sign}` does not work on {type_name(left)} and {type_name(right)}"):
        return bool(function(left, right))


def subscript(container: object, key: Any, shown: str | None) -> object:
    """`container[key]`; `shown` is the key as it may be printed, if it is in the source."""
    container, key = plain(container), plain(key)
    with python_errors(
        f"{type_name(container)} has no items to be taken by {type_name(key)}",
        index="there is no item at this index",
    ):
        if isinstance(container, dict):
            if key not in container:
                known = [name for name in container if isinstance(name, str)]
                near = did_you_mean(key, known) if isinstance(key, str) and shown else ""
                raise Refused(MissingKey, key=shown or "this", suggestion=near)
            return container[key]
        if isinstance(container, PythonVersion) and key == 0:
            return container.major
        if isinstance(container, str | bytes | list | tuple | range):
            return container[key]
        raise TypeError


def unpacked(value: object, path: Sequence[int | tuple[int, int]]) -> object:
    """One name's part of a value in an unpacking; for `path` see `bindings.Assigned`."""
    for step in path:
        with python_errors(f"{type_name(value)} cannot be unpacked"):
            parts = items_of(value)
            index = step if isinstance(step, int) else slice(step[0], len(parts) - step[1])
            value = parts[index]
    return value


@contextmanager
def python_errors(type_problem: str, index: str = "", value: str = "") -> Iterator[None]:
    """Turns what Python raises into a diagnostic.

    The words are flowc's own: Python's differ from version to version, and quote values
    that may be secrets.
    """
    try:
        yield
    except ZeroDivisionError:
        raise Refused(
            EvaluationFails, error="ZeroDivisionError", problem="division by zero"
        ) from None
    except (TypeError, AttributeError):
        raise Refused(EvaluationFails, error="TypeError", problem=type_problem) from None
    except IndexError:
        problem = index or "there is no item at this index"
        raise Refused(EvaluationFails, error="IndexError", problem=problem) from None
    except (OverflowError, MemoryError):
        raise Refused(TooLarge) from None
    except (ValueError, KeyError, LookupError) as error:
        name = "KeyError" if isinstance(error, KeyError) else "ValueError"
        problem = value or "the value is not one that this accepts"
        raise Refused(EvaluationFails, error=name, problem=problem) from None


def _check_operands(*operands: object) -> None:
    if not all(isinstance(operand, _DATA) for operand in operands):
        raise TypeError


def _check_size(kind: type[ast.operator], left: object, right: object) -> None:
    """Refuses what would take long, or much memory, before Python starts on it."""
    if kind is ast.Mult:
        for sequence, count in ((left, right), (right, left)):
            if isinstance(sequence, str | bytes | list | tuple) and isinstance(count, int):
                at_most(len(sequence) * max(count, 0))
    elif isinstance(left, int) and isinstance(right, int):
        if kind is ast.Pow and abs(left) > 1:
            grown = left.bit_length() * right
        elif kind is ast.LShift:
            grown = left.bit_length() + right
        else:
            return
        if grown > LARGEST_BITS:
            raise Refused(TooLarge)


def _real(result: object) -> object:
    if isinstance(result, complex):
        raise Refused(EvaluationFails, error="ValueError", problem="the result is a complex number")
    return result
