from __future__ import annotations

import pytest

from compiler.toml import TomlError, parse_toml


def test_tables() -> None:
    assert parse_toml('[a]\nb.c = [1, "x"]\n') == {"a": {"b": {"c": [1, "x"]}}}


def test_an_error_has_its_line() -> None:
    with pytest.raises(TomlError, match="line 2"):
        parse_toml("a = 1\nb =\n")
