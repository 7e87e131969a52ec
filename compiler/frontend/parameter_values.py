"""What the value of a parameter's default is, and which types it fits."""

from __future__ import annotations

import json
from collections.abc import Callable
from math import isfinite

from compiler.ir.model import JsonValue
from compiler.ir.parameter import ParameterType

_CONVERTERS: dict[str, Callable[[str], object]] = {
    "float": float,
    "int": int,
    "json": json.loads,
}


def type_of(value: object) -> ParameterType:
    """The type of a parameter whose default this is, as Metaflow infers it."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int"
    if isinstance(value, float):
        return "float"
    return "str" if isinstance(value, str) else "json"


def fits(value: object, type_: ParameterType | None) -> bool:
    """Whether a default can be given as that type; text is converted as if it were typed."""
    if type_ is None or (type_ == "json" and not isinstance(value, str)):
        return True
    if isinstance(value, str):
        return type_ == "str" or _converts(value, str(type_))
    if isinstance(value, dict | list):
        return False
    if type_ == "float":
        return True
    return type_ == "str" or type_of(value) == type_ or (type_ == "int" and value in (0, 1))


def _converts(text: str, type_: str) -> bool:
    if type_ == "bool":
        return text.lower() in ("true", "false", "1", "0", "yes", "no", "t", "f", "y", "n")
    try:
        _CONVERTERS[type_](text)
    except ValueError:
        return False
    return True


def is_json(value: object) -> bool:
    """Whether JSON can hold the value, which it cannot for NaN and infinities."""
    if isinstance(value, dict):
        return all(isinstance(key, str) and is_json(item) for key, item in value.items())
    if isinstance(value, list | tuple):
        return all(is_json(item) for item in value)
    if isinstance(value, float):
        return isfinite(value)
    return value is None or isinstance(value, bool | int | str)


def to_json(value: object) -> JsonValue:
    """The value as JSON has it; only for what `is_json` accepts."""
    if isinstance(value, dict):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    return value if isinstance(value, bool | int | float | str) else None


def written(value: object) -> str:
    """The value as it would stand in the source, cut short, for a message."""
    text = repr(value)
    return f"`{text if len(text) <= 40 else text[:37] + '...'}`"
