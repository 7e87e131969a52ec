"""TOML, from the standard library or, on Python 3.10, from tomli, which is the same parser."""

from __future__ import annotations

import sys
from importlib import import_module


class TomlError(ValueError):
    """The text is not TOML; the message tells the line and the column."""


def parse_toml(text: str) -> dict[str, object]:
    """The tables of a TOML document; raises `TomlError`."""
    parser = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        tables: dict[str, object] = parser.loads(text)
    except parser.TOMLDecodeError as error:
        raise TomlError(str(error)) from None
    return tables
