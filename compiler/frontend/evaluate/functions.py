"""The functions that the evaluator works out: pure ones of Python's own.

Nothing that is not in this table is ever called.
"""

from __future__ import annotations

import json
import math
import posixpath
import string
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from compiler.diagnostics.catalogue.values import (
    TooLarge,
    UndefinedOrder,
    UnsupportedExpression,
)
from compiler.frontend.evaluate.limits import LARGEST_BITS, LONGEST_NUMBER, at_most
from compiler.frontend.evaluate.scope import Refused
from compiler.frontend.evaluate.text import printable
from compiler.frontend.evaluate.values import PythonVersion

Pure = Callable[..., object]


def items_of(value: object) -> list[Any]:
    """The items of an iterable in their order.

    Raises:
        Refused: for a set, which has none, and for a range that is too long.
        TypeError: for what cannot be iterated over.
    """
    if isinstance(value, set) and len(value) > 1:
        raise Refused(UndefinedOrder)
    if isinstance(value, range):
        at_most(len(value))
    if isinstance(value, str | bytes | list | tuple | set | dict | range):
        return list(value)
    raise TypeError


def unordered_items(value: object) -> Iterable[Any]:
    return value if isinstance(value, set) else items_of(value)


def _text(value: object = "", *coding: str) -> str:
    if isinstance(value, bytes) and coding:
        return value.decode(*coding)
    return str(printable(value))


def _integer(value: Any = 0, *base: int) -> int:
    if isinstance(value, str | bytes) and len(value) > LONGEST_NUMBER:
        raise Refused(TooLarge)
    return int(value, *base)


def _round(number: Any, digits: int | None = None) -> object:
    at_most(abs(digits or 0) * LONGEST_NUMBER)
    return round(number, digits)


def _power(base: Any, exponent: Any) -> object:
    whole = isinstance(base, int) and isinstance(exponent, int)
    if whole and base.bit_length() * exponent > LARGEST_BITS:
        raise Refused(TooLarge)
    return base**exponent


def _dict(*given: Any, **named: object) -> dict[Any, object]:
    pairs = [
        list(each.items())
        if isinstance(each, dict)
        else [items_of(pair) for pair in items_of(each)]
        for each in given
    ]
    return dict(*pairs, **named)


def _extreme(function: Callable[..., Any]) -> Pure:
    def call(*values: object, **named: object) -> object:
        if set(named) - {"default"}:
            raise Refused(UnsupportedExpression, what="a `key` function")
        return function(list(unordered_items(values[0])) if len(values) == 1 else values, **named)

    return call


def _sorted(values: object, *, reverse: bool = False) -> list[Any]:
    return sorted(unordered_items(values), reverse=reverse)


def _range(*bounds: int) -> range:
    return range(*bounds)


def _zip(*columns: object) -> list[Any]:
    return list(zip(*map(items_of, columns), strict=False))


def _json_dumps(value: object, *, indent: int | None = None, sort_keys: bool = False) -> str:
    at_most(indent or 0)
    return json.dumps(printable(value), indent=indent, sort_keys=sort_keys)


def _dedent(text: str) -> str:
    from textwrap import dedent

    return dedent(text)


FUNCTIONS: dict[str, Pure] = {
    "builtins.abs": abs,
    "builtins.all": lambda values: all(unordered_items(values)),
    "builtins.any": lambda values: any(unordered_items(values)),
    "builtins.bin": bin,
    "builtins.bool": bool,
    "builtins.chr": chr,
    "builtins.dict": _dict,
    "builtins.divmod": divmod,
    "builtins.enumerate": lambda values, start=0: list(enumerate(items_of(values), start)),
    "builtins.float": float,
    "builtins.frozenset": lambda values=(): set(unordered_items(values)),
    "builtins.hex": hex,
    "builtins.int": _integer,
    "builtins.len": len,
    "builtins.list": lambda values=(): items_of(values),
    "builtins.max": _extreme(max),
    "builtins.min": _extreme(min),
    "builtins.oct": oct,
    "builtins.ord": ord,
    "builtins.pow": _power,
    "builtins.range": _range,
    "builtins.repr": lambda value: repr(printable(value)),
    "builtins.reversed": lambda values: items_of(values)[::-1],
    "builtins.round": _round,
    "builtins.set": lambda values=(): set(unordered_items(values)),
    "builtins.sorted": _sorted,
    "builtins.str": _text,
    "builtins.sum": lambda values, start=0: sum(unordered_items(values), start),
    "builtins.tuple": lambda values=(): tuple(items_of(values)),
    "builtins.zip": _zip,
    "collections.OrderedDict": _dict,
    "copy.copy": lambda value: value,
    "copy.deepcopy": lambda value: value,
    "datetime.timedelta": timedelta,
    "json.dumps": _json_dumps,
    "json.loads": lambda text: json.loads(text),
    "math.ceil": math.ceil,
    "math.floor": math.floor,
    "math.log2": math.log2,
    "math.sqrt": math.sqrt,
    "os.fspath": str,
    "os.path.abspath": posixpath.normpath,
    "os.path.basename": posixpath.basename,
    "os.path.dirname": posixpath.dirname,
    "os.path.join": posixpath.join,
    "os.path.normpath": posixpath.normpath,
    "os.path.realpath": posixpath.normpath,
    "os.path.split": posixpath.split,
    "os.path.splitext": posixpath.splitext,
    "pathlib.Path": PurePosixPath,
    "pathlib.PosixPath": PurePosixPath,
    "pathlib.PurePath": PurePosixPath,
    "pathlib.PurePosixPath": PurePosixPath,
    "platform.python_version_tuple": lambda: PythonVersion(as_text=True),
    "textwrap.dedent": _dedent,
    "types.MappingProxyType": _dict,
}
"""Every function that may be called, by its full name."""

CONSTANTS: dict[str, object] = {
    "math.e": math.e,
    "math.inf": math.inf,
    "math.pi": math.pi,
    "os.curdir": ".",
    "os.linesep": "\n",
    "os.path.sep": "/",
    "os.pathsep": ":",
    "os.sep": "/",
    "string.ascii_letters": string.ascii_letters,
    "string.ascii_lowercase": string.ascii_lowercase,
    "string.ascii_uppercase": string.ascii_uppercase,
    "string.digits": string.digits,
    "sys.version_info": PythonVersion(as_text=False),
    "typing.TYPE_CHECKING": False,
}
"""Constants of the standard library that are the same wherever a flow runs."""
