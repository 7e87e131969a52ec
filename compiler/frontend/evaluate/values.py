"""Values the evaluator meets on the way that are no plain data, and what becomes of them."""

from __future__ import annotations

import posixpath
from pathlib import PurePosixPath

from compiler.diagnostics.catalogue.values import NotAValue, OutsidePath
from compiler.frontend.evaluate.scope import Refused
from compiler.frontend.modules import Module
from compiler.frontend.names import Class, Function, Symbol
from compiler.record import Record

_ABOVE = "/" + "/".join(["\ue000"] * 16)
ROOT = _ABOVE + "/\ue001"
"""Stands for the project's root while a path is worked out. A private character, so that it
cannot be met in the source; with folders above it, so that a path that leaves the project
is noticed rather than silently cut off."""


class EnumMember(Record):
    """A member of an enumeration of the user's."""

    name: str
    value: object
    is_data: bool
    """Whether the member is a number or a text by itself, as those of IntEnum are."""


class PythonVersion(Record):
    """The version of the Python that a task runs on. All that flowc knows of it is the 3."""

    as_text: bool

    @property
    def major(self) -> object:
        return "3" if self.as_text else 3


def plain(value: object) -> object:
    """The value as operators and functions see it."""
    return value.value if isinstance(value, EnumMember) and value.is_data else value


def type_name(value: object) -> str:
    """What to call the type of a value in a message: `a str`, `an int`."""
    if value is None:
        return "None"
    names: dict[type, str] = {
        Symbol: "function or class",
        Function: "function",
        Class: "class",
        Module: "module",
        EnumMember: "member of an enumeration",
        PythonVersion: "version of Python",
        PurePosixPath: "Path",
    }
    name = names.get(type(value)) or next(
        base.__name__ for base in type(value).__mro__ if base.__module__ in ("builtins", "datetime")
    )
    return f"an {name}" if name[0] in "aeio" else f"a {name}"


def finished(value: object) -> object:
    """A value for the rest of the compiler: plain data, callables and types.

    Paths become text relative to the project.
    """
    if isinstance(value, str):
        return _relative(value)
    if isinstance(value, PurePosixPath):
        return _relative(str(value))
    if isinstance(value, EnumMember) and value.is_data:
        return value.value
    if isinstance(value, range):
        return list(value)
    if isinstance(value, list):
        return [finished(item) for item in value]
    if isinstance(value, tuple):
        return tuple(finished(item) for item in value)
    if isinstance(value, set):
        return {finished(item) for item in value}
    if isinstance(value, dict):
        return type(value)((finished(key), finished(item)) for key, item in value.items())
    if value is None or isinstance(value, bool | int | float | bytes | Symbol | Function | Class):
        return value
    raise Refused(NotAValue, what=type_name(value))


def _relative(text: str) -> str:
    if "\ue001" in text:
        text = posixpath.normpath(text) if text.startswith(ROOT) else text
        text = "." if text == ROOT else text.replace(ROOT + "/", "")
    if "\ue000" in text or "\ue001" in text:
        raise Refused(OutsidePath)
    return text


def file_path(relative: str) -> str:
    """`__file__` of a module, from its path in the project."""
    return posixpath.join(ROOT, relative)
