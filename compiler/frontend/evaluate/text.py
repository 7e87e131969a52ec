"""Text from values: format specs, `str.format`, `%`, `str` and `repr`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from string import Formatter

from compiler.diagnostics.catalogue.values import (
    EvaluationFails,
    NotAValue,
    UndefinedOrder,
    UnsupportedExpression,
)
from compiler.frontend.evaluate.limits import at_most, bounded
from compiler.frontend.evaluate.scope import Refused
from compiler.frontend.evaluate.values import plain, type_name

_CONVERSIONS: dict[str, Callable[[object], str]] = {"s": str, "r": repr, "a": ascii}
_PRINTED = (str, bytes, bool, int, float)
_PERCENT = re.compile(
    r"%(?:\([^)]*\))?[-+ #0]*(?P<width>\*|\d*)(?:\.(?P<precision>\*|\d*))?[hlL]?.", re.DOTALL
)


def printable(value: object) -> object:
    """The value, if its text is the same on every run and every Python.

    Raises:
        Refused: for a set, whose order differs, and for what is no plain value.
    """
    value = plain(value)
    value = str(value) if isinstance(value, PurePosixPath) else value
    pending = [value]
    while pending:
        item = plain(pending.pop())
        if isinstance(item, set):
            if len(item) > 1:
                raise Refused(UndefinedOrder)
            pending.extend(item)
        elif isinstance(item, dict):
            pending.extend((*item.keys(), *item.values()))
        elif isinstance(item, list | tuple):
            pending.extend(item)
        elif item is not None and not isinstance(item, _PRINTED):
            raise Refused(NotAValue, what=type_name(item))
    return bounded(value)


def formatted(value: object, conversion: str | None, spec: str) -> str:
    """`f"{value!conversion:spec}"`"""
    value = printable(value)
    if conversion:
        value = _CONVERSIONS[conversion](value)
    for number in re.findall(r"\d+", spec):
        at_most(int(number[:9]))
    try:
        return format(value, spec)
    except (ValueError, TypeError):
        raise Refused(
            EvaluationFails,
            error="ValueError",
            problem=f"the format `{spec}` does not fit {type_name(value)}",
        ) from None


def format_text(template: str, arguments: Sequence[object], named: Mapping[str, object]) -> str:
    """`template.format(*arguments, **named)`, without attributes: those could run code."""
    try:
        return _format(template, arguments, named, depth=2, counter=[0])
    except (KeyError, IndexError):
        problem = "the text asks for a value that `format` is not given"
        raise Refused(EvaluationFails, error="KeyError", problem=problem) from None
    except ValueError:
        problem = "the braces in this text are not well formed"
        raise Refused(EvaluationFails, error="ValueError", problem=problem) from None


def _format(
    template: str,
    arguments: Sequence[object],
    named: Mapping[str, object],
    depth: int,
    counter: list[int],
) -> str:
    if depth == 0:
        raise ValueError("nested too deeply")
    parts: list[str] = []
    for literal, field, spec, conversion in Formatter().parse(template):
        parts.append(literal)
        if field is None:
            continue
        value = _field(field, arguments, named, counter)
        inner = _format(spec or "", arguments, named, depth - 1, counter) if spec else ""
        if conversion and conversion not in _CONVERSIONS:
            raise ValueError("unknown conversion")
        parts.append(formatted(value, conversion, inner))
        at_most(sum(map(len, parts)))
    return "".join(parts)


def _field(
    field: str, arguments: Sequence[object], named: Mapping[str, object], counter: list[int]
) -> object:
    name, *keys = re.split(r"\[", field)
    if "." in name or any("." in key.partition("]")[2] for key in keys):
        raise Refused(UnsupportedExpression, what="an attribute in the braces of `format`")
    if not name:
        name, counter[0] = str(counter[0]), counter[0] + 1
    value = arguments[int(name)] if name.isdigit() else named[name]
    for key in keys:
        value = _item(value, key.removesuffix("]"))
    return value


def _item(value: object, key: str) -> object:
    if isinstance(value, dict):
        return value[int(key) if key.isdigit() else key]
    if isinstance(value, list | tuple | str) and key.isdigit():
        return value[int(key)]
    raise KeyError(key)


def percent(template: str | bytes, values: object) -> str | bytes:
    """`template % values`"""
    printable(list(values) if isinstance(values, tuple) else values)
    text = template if isinstance(template, str) else template.decode("latin-1")
    for directive in _PERCENT.finditer(text):
        for size in (directive["width"], directive["precision"]):
            if size == "*":
                raise Refused(UnsupportedExpression, what="a `*` in a `%` format")
            at_most(int((size or "0")[:9]))
    given = tuple(map(plain, values)) if isinstance(values, tuple) else values
    try:
        return template % given
    except (TypeError, ValueError, KeyError):
        problem = "the values do not fit the `%` directives of this text"
        raise Refused(EvaluationFails, error="TypeError", problem=problem) from None
