"""The methods and attributes of Python's own types that the evaluator works out.

Nothing in these tables is looked up on an object: a value of the user's cannot bring
behaviour along.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any

from compiler.frontend.evaluate.functions import Pure, items_of, unordered_items
from compiler.frontend.evaluate.limits import at_most
from compiler.frontend.evaluate.text import format_text
from compiler.frontend.evaluate.values import PythonVersion


def _named(*functions: Any) -> dict[str, Pure]:
    return {function.__name__: function for function in functions}


def _padded(method: Callable[..., Any]) -> Pure:
    def call(text: str, width: int, *fill: str) -> object:
        at_most(width)
        return method(text, width, *fill)

    return call


def _replace(text: str, old: str, new: str, count: int = -1) -> str:
    at_most(len(text) + text.count(old) * len(new))
    return text.replace(old, new, count)


def _join(separator: str, values: object) -> str:
    parts = items_of(values)
    at_most(sum(map(len, parts)) + len(separator) * len(parts))
    return separator.join(parts)


def _expandtabs(text: str, tabsize: int = 8) -> str:
    at_most(len(text) + text.count("\t") * tabsize)
    return text.expandtabs(tabsize)


def _format(text: str, *values: object, **named: object) -> str:
    return format_text(text, values, named)


def _get(table: dict[object, object], key: object, default: object = None) -> object:
    return table.get(key, default)


def _union(first: set[object], *others: object) -> set[object]:
    return first.union(*map(unordered_items, others))


def _difference(first: set[object], *others: object) -> set[object]:
    return first.difference(*map(unordered_items, others))


def _intersection(first: set[object], *others: object) -> set[object]:
    return first.intersection(*map(unordered_items, others))


_STR = {
    **_named(
        str.capitalize,
        str.casefold,
        str.count,
        str.encode,
        str.endswith,
        str.find,
        str.index,
        str.isalnum,
        str.isalpha,
        str.isdigit,
        str.isidentifier,
        str.islower,
        str.isnumeric,
        str.isspace,
        str.isupper,
        str.lower,
        str.lstrip,
        str.partition,
        str.removeprefix,
        str.removesuffix,
        str.rfind,
        str.rindex,
        str.rpartition,
        str.rsplit,
        str.rstrip,
        str.split,
        str.splitlines,
        str.startswith,
        str.strip,
        str.swapcase,
        str.title,
        str.upper,
    ),
    "center": _padded(str.center),
    "expandtabs": _expandtabs,
    "format": _format,
    "format_map": lambda text, mapping: format_text(text, (), mapping),
    "join": _join,
    "ljust": _padded(str.ljust),
    "replace": _replace,
    "rjust": _padded(str.rjust),
    "zfill": _padded(str.zfill),
}

_DICT: dict[str, Pure] = {
    "copy": lambda table: type(table)(table),
    "get": _get,
    "items": lambda table: list(table.items()),
    "keys": lambda table: list(table),
    "to_dict": lambda table: table,
    "values": lambda table: list(table.values()),
}

_LIST: dict[str, Pure] = {
    "copy": list.copy,
    "count": list.count,
    "index": list.index,
}

_SET: dict[str, Pure] = {
    "copy": set.copy,
    "difference": _difference,
    "intersection": _intersection,
    "issubset": lambda first, other: first.issubset(unordered_items(other)),
    "issuperset": lambda first, other: first.issuperset(unordered_items(other)),
    "union": _union,
}

_PATH: dict[str, Pure] = {
    **_named(
        PurePosixPath.as_posix,
        PurePosixPath.is_absolute,
        PurePosixPath.joinpath,
        PurePosixPath.relative_to,
        PurePosixPath.with_name,
        PurePosixPath.with_suffix,
    ),
    "absolute": lambda path: _normal(path),
    "resolve": lambda path, **_: _normal(path),
    "__str__": str,
}

METHODS: Mapping[type, Mapping[str, Pure]] = {
    str: _STR,
    dict: _DICT,
    list: _LIST,
    tuple: {"count": tuple.count, "index": tuple.index},
    set: _SET,
    bytes: {"decode": bytes.decode, "hex": lambda data: data.hex()},
    int: {"bit_length": int.bit_length},
    float: {"is_integer": float.is_integer},
    PurePosixPath: _PATH,
    timedelta: {"total_seconds": timedelta.total_seconds},
}
"""Every method that may be called, by the type it belongs to."""

ATTRIBUTES: Mapping[type, Mapping[str, Callable[[Any], object]]] = {
    PurePosixPath: {
        "name": lambda path: path.name,
        "parent": lambda path: path.parent,
        "parents": lambda path: tuple(path.parents),
        "parts": lambda path: path.parts,
        "stem": lambda path: path.stem,
        "suffix": lambda path: path.suffix,
    },
    PythonVersion: {"major": lambda version: version.major},
    timedelta: {
        "days": lambda delta: delta.days,
        "seconds": lambda delta: delta.seconds,
        "microseconds": lambda delta: delta.microseconds,
    },
}
"""Every attribute that may be read, by the type it belongs to."""


def _normal(path: PurePosixPath) -> PurePosixPath:
    return PurePosixPath(posixpath.normpath(path))


def of_type(table: Mapping[type, Mapping[str, Any]], value: object) -> Mapping[str, Any]:
    """The entries of a table for the type of a value; a bool has those of an int."""
    for kind in type(value).__mro__:
        if kind in table:
            return table[kind]
    return {}
