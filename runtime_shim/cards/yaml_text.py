"""Data as YAML, for reading. Scalars that YAML could take for something else are JSON."""

from __future__ import annotations

import json
import re
from typing import Any

_PLAIN = re.compile(r"^[A-Za-z_][\w ./-]*(?<! )$")
_RESERVED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})


def yaml_text(data: Any) -> str:
    """A document, with a line for each scalar.

    >>> print(yaml_text({"a": [1, {"b": "x", "c": "on"}], "d": {}}))
    a:
    - 1
    - b: x
      c: "on"
    d: {}
    """
    return "\n".join(_lines(data))


def _lines(data: Any) -> list[str]:
    if isinstance(data, dict) and data:
        return [line for key, value in data.items() for line in _entry(_scalar(key), value)]
    if isinstance(data, (list, tuple)) and data:
        return [line for value in data for line in _element(_lines(value))]
    return [_scalar(data)]


def _entry(key: str, value: Any) -> list[str]:
    lines = _lines(value)
    if isinstance(value, dict) and value:
        return [f"{key}:", *(f"  {line}" for line in lines)]
    if isinstance(value, (list, tuple)) and value:
        return [f"{key}:", *lines]
    return [f"{key}: {lines[0]}"]


def _element(lines: list[str]) -> list[str]:
    return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]


def _scalar(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.match(value) and value.lower() not in _RESERVED:
        return value
    return json.dumps(value, default=str, ensure_ascii=False)
