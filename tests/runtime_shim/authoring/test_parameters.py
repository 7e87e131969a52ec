from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from runtime_shim.authoring.config_values import Delayed
from runtime_shim.authoring.parameters import JSONType, Parameter, ParameterContext
from runtime_shim.exceptions import (
    MetaflowException,
    ParameterFieldFailed,
    ParameterFieldTypeMismatch,
)

CONTEXT = ParameterContext("F", "ann", "", print, "local", None)


def _value(given: str | None = None, **arguments: Any) -> Any:
    parameter = Parameter("alpha", **arguments)
    parameter.init()
    return parameter.evaluate(given, CONTEXT)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        # Each as Metaflow 2.19 gives it to a step.
        ({"default": 1}, 1),
        ({"default": 1, "type": float}, 1.0),
        ({"type": bool}, None),
        ({"default": True}, True),
        ({"default": '{"a": 1}', "type": JSONType}, {"a": 1}),
        ({"default": {"a": [1]}, "type": JSONType}, {"a": [1]}),
        ({"default": "x,y", "separator": ","}, ["x", "y"]),
        ({"separator": ","}, None),
        ({"default": [1, 2]}, [1, 2]),
        ({"default": {"k": 1}}, {"k": 1}),
        ({"default": "3", "type": int}, 3),
        ({"default": "[1,2]", "type": JSONType}, [1, 2]),
        ({"default": lambda context: 0.5, "type": float}, 0.5),
        ({"default": False, "is_flag": True}, False),
        ({"is_flag": True}, False),
        ({"type": int, "help": "x"}, None),
        ({"default": (1, 2)}, (1, 2)),
        ({"type": JSONType}, None),
        ({"default": 5, "type": str}, 5),
        ({}, None),
        ({"default": ""}, ""),
    ],
)
def test_what_nobody_gave_has_the_default(arguments: dict[str, Any], expected: object) -> None:
    value = _value(**arguments)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("text", "arguments", "expected"),
    [
        ("3", {"default": 1}, 3),
        ("3", {"type": float}, 3.0),
        ("3", {}, "3"),
        ("Yes", {"type": bool}, True),
        ("0", {"default": True}, False),
        ("true", {"is_flag": True}, True),
        ("a-b", {"separator": "-"}, ["a", "b"]),
        ("", {"separator": "-"}, ""),
        ("null", {"type": JSONType}, None),
        ("[3]", {"default": [1]}, [3]),
        ("[3]", {"default": (1,)}, (3,)),
        ('{"a": 1}', {"default": {}}, {"a": 1}),
        ("1.50", {"type": Decimal}, Decimal("1.50")),
        ("2024-02-29", {"type": datetime.date.fromisoformat}, datetime.date(2024, 2, 29)),
    ],
)
def test_text_becomes_the_type(text: str, arguments: dict[str, Any], expected: object) -> None:
    value = _value(text, **arguments)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    ("text", "arguments", "words"),
    [
        ("x", {"default": 1}, "a whole number, and `x` is not"),
        ("1,5", {"type": float}, "a number, and `1,5` is not"),
        ("maybe", {"type": bool}, "`true` or `false`, and `maybe` is not"),
        ("{", {"type": JSONType}, "JSON, and `{` is not"),
        ('{"a": 1}', {"default": [1]}, "a list in JSON"),
        ("[1]", {"default": {}}, "an object in JSON"),
        ("x", {"type": datetime.date.fromisoformat}, "what `fromisoformat` accepts"),
        (None, {"default": "x", "type": int}, "a whole number, and `x` is not"),
    ],
)
def test_text_of_another_type_is_refused(
    text: str | None, arguments: dict[str, Any], words: str
) -> None:
    with pytest.raises(MetaflowException, match="the parameter `alpha` is to be") as caught:
        _value(text, **arguments)
    assert words in str(caught.value)


def test_a_required_one_must_be_given_unless_it_has_a_default() -> None:
    with pytest.raises(MetaflowException, match="`alpha` is required"):
        _value(required=True)
    assert _value("x", required=True) == "x"
    assert _value(required=True, default=3) == 3


def test_a_default_is_computed_from_the_context() -> None:
    def told(context: ParameterContext) -> str:
        return f"{context.flow_name} {context.user_name} {context.parameter_name}"

    assert _value(default=told) == "F ann alpha"
    assert _value("x", default=told) == "x"
    assert _value(default=lambda context, deploying: f"{deploying}") == "False"
    assert _value(default=lambda context: {"a": 1}, type=JSONType) == {"a": 1}
    assert _value(default=lambda context: None) is None


def test_a_computed_default_of_another_type_is_refused() -> None:
    with pytest.raises(ParameterFieldTypeMismatch, match="`alpha` returned `3`, which is not"):
        _value(default=lambda context: 3)
    with pytest.raises(ParameterFieldTypeMismatch, match="not a whole number"):
        _value(default=lambda context: True, type=int)


def test_a_failure_of_the_user_s_function_shows_its_traceback() -> None:
    def fail(context: ParameterContext) -> str:
        return str(context.nothing)  # type: ignore[attr-defined]

    with pytest.raises(ParameterFieldFailed) as caught:
        _value(default=fail)
    assert "`alpha` failed" in str(caught.value)
    assert "in fail" in str(caught.value)


def test_only_texts_are_split() -> None:
    with pytest.raises(MetaflowException, match="only texts are split"):
        _value(default=1, separator=",")


def test_configs_may_give_the_arguments() -> None:
    parameter = Parameter("alpha", default=Delayed(lambda: 7, "config.alpha"))
    parameter.init()
    assert parameter.evaluate(None, CONTEXT) == 7


def test_a_parameter_has_no_value_in_the_class_body() -> None:
    with pytest.raises(TypeError, match="has no value outside of a run"):
        Parameter("alpha")["x"]
