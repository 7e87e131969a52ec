"""The parameters of a run are read in each form that a scheduler gives them in."""

from __future__ import annotations

import base64
import json

import pytest

from runtime_shim.flow.parameter_text import read_parameters

LIST = '[{"name": "alpha", "value": "0.5"}, {"name": "größe", "value": 3}]'
OBJECT = ' {"alpha": "0.5", "größe": 3}\n'
WANTED = {"alpha": "0.5", "größe": "3"}


@pytest.mark.parametrize("text", [LIST, OBJECT])
def test_a_list_and_an_object_in_clear_and_in_base64(text: str) -> None:
    assert read_parameters(text) == WANTED
    assert read_parameters(base64.b64encode(text.encode()).decode()) == WANTED


def test_a_value_that_is_no_text_is_its_json() -> None:
    values = {"a": True, "b": None, "c": 1.5, "d": ["ä", 1], "e": {"f": "g"}, "h": "", "i": "true"}
    assert read_parameters(json.dumps(values)) == {
        "a": "true",
        "b": "null",
        "c": "1.5",
        "d": '["ä", 1]',
        "e": '{"f": "g"}',
        "h": "",
        "i": "true",
    }


def test_none_at_all() -> None:
    assert read_parameters("[]") == read_parameters("{}") == {}
    assert read_parameters("e30=") == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1]",
        '[{"name": 3}]',
        '["name", "value"]',
        "3",
        '"text"',
        "größe",
        "_w==",
        base64.b64encode(b"\xff").decode(),
        base64.b64encode(b"3").decode(),
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_parameters(text)
