"""The parameters of a run are read in each form that a scheduler gives them in."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from runtime_shim import contract
from runtime_shim.flow.parameter_text import read_parameters
from tests.runtime_shim.driver import Driver

LIST = '[{"name": "alpha", "value": "0.5"}, {"name": "größe", "value": 3}]'
OBJECT = ' {"alpha": "0.5", "größe": 3}\n'
WANTED = {"alpha": "0.5", "größe": "3"}


@pytest.mark.parametrize("text", [LIST, OBJECT])
def test_a_list_and_an_object_in_clear_and_in_base64(text: str) -> None:
    assert read_parameters(text) == WANTED
    assert read_parameters(base64.b64encode(text.encode()).decode()) == WANTED


def test_a_value_that_is_no_text_is_its_json() -> None:
    values = {"a": True, "c": 1.5, "d": ["ä", 1], "e": {"f": None}, "h": "", "i": "true"}
    assert read_parameters(json.dumps(values)) == {
        "a": "true",
        "c": "1.5",
        "d": '["ä", 1]',
        "e": '{"f": null}',
        "h": "",
        "i": "true",
    }


def test_null_is_no_value_and_its_text_is_one() -> None:
    assert read_parameters('{"a": null, "b": "null", "c": 1}') == {"b": "null", "c": "1"}


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


def test_a_run_that_is_given_an_object_in_base64(tmp_path: Path) -> None:
    driver = Driver.of(tmp_path, FLOW)
    text = json.dumps({"alpha": 0.5, "name": "größe", "on": True, "table": {"a": [1]}, "other": 1})
    driver.environment[contract.ENV_PARAMETERS] = base64.b64encode(text.encode()).decode()
    assert driver.attempt("start").status == 0, driver.output()
    values = driver.values("start")
    assert [values[name] for name in ("alpha", "name", "on", "table")] == [
        0.5,
        "größe",
        True,
        {"a": [1]},
    ]
    record = driver.history.record()
    assert record is not None
    assert record.parameters["alpha"] == "0.5"


FLOW = """
from flowc import FlowSpec, JSONType, Parameter, step

class GivenFlow(FlowSpec):
    alpha = Parameter("alpha", default=1.0)
    name = Parameter("name", required=True)
    on = Parameter("on", default=False)
    table = Parameter("table", type=JSONType, default="{}")

    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass
"""
