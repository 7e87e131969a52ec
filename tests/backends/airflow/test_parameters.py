from __future__ import annotations

import json
from typing import Any

import pytest
from jinja2 import Environment, StrictUndefined

from compiler.backends.airflow.imports import PARAM
from compiler.backends.airflow.parameters import parameters
from compiler.backends.airflow.part import Part
from compiler.backends.airflow.python import printed
from compiler.ir.parameter import (
    IncludedFile,
    Parameter,
    ParameterType,
    RuntimeDefault,
    StaticDefault,
)
from compiler.ir.trigger import Event, EventTrigger
from compiler.settings import Settings
from runtime_shim.flow.parameter_text import read_parameters
from tests.backends.flows import SPAN, make_flow

GRAPH = {"start": ("linear", "end"), "end": ("end",)}
NASTY = "{{ ds }} {% raw %} '\"; $(id) $$ \\ größe \u2028 \U0001f600\r\n<&>\n"


def parameter(name: str = "x", **fields: Any) -> Parameter:
    return Parameter(name=name, attribute=name, span=SPAN, **fields)


def static(value: Any, kind: ParameterType | None) -> Parameter:
    return parameter(type=kind, default=StaticDefault(value=value))


def param_of(one: Parameter | IncludedFile, *triggers: EventTrigger) -> str:
    inputs = {"files": (one,)} if isinstance(one, IncludedFile) else {"parameters": (one,)}
    params = dict(parameters(make_flow(GRAPH, triggers=triggers, **inputs), Settings()).dag)
    text = printed(params["params"], column=-1000)
    return text.removeprefix(f'{{"{one.name}": ').removesuffix("}")


@pytest.mark.parametrize(
    ("one", "wanted"),
    [
        (static("a", "str"), 'Param("a", type="string")'),
        (static("{{ ds }}", "str"), 'Param("{{ ds }}", type="string")'),
        (static(3, "int"), 'Param(3, type="integer")'),
        (static(0.5, "float"), 'Param(0.5, type="number")'),
        (static(1, "float"), 'Param(1, type="number")'),
        (static(False, "bool"), 'Param(False, type="boolean")'),
        (static({"a": [1]}, "json"), 'Param({"a": [1]})'),
        (static("[1]", "json"), 'Param("[1]")'),
        # Only the runtime knows what the text becomes.
        (static("3", "int"), 'Param(None, type=["null", "integer"])'),
        (static(True, "int"), 'Param(None, type=["null", "integer"])'),
        (static(5, "str"), 'Param(None, type=["null", "string"])'),
        (static(5, None), "Param(None)"),
        (static(None, "str"), 'Param(None, type=["null", "string"])'),
        (parameter(type="int"), 'Param(None, type=["null", "integer"])'),
        (
            parameter(type="float", default=RuntimeDefault(expression="now")),
            'Param(None, type=["null", "number"])',
        ),
        (parameter(type="json"), "Param(None)"),
        (parameter(type="str", required=True), 'Param(type="string")'),
        (parameter(type="json", required=True), "Param()"),
        (parameter(required=True), "Param()"),
        (
            parameter(type="str", required=True, default=StaticDefault(value="a"), help="The x."),
            'Param("a", type="string", description="The x.")',
        ),
        (
            IncludedFile(name="f", attribute="f", default=StaticDefault(value="a.txt"), span=SPAN),
            'Param(None, type=["null", "string"])',
        ),
        (
            IncludedFile(name="f", attribute="f", required=True, span=SPAN),
            'Param(type="string")',
        ),
    ],
)
def test_each_parameter_has_its_type_and_its_default(
    one: Parameter | IncludedFile, wanted: str
) -> None:
    assert param_of(one) == wanted


def test_what_an_event_sets_need_not_be_given_by_whoever_starts_a_run() -> None:
    trigger = EventTrigger(events=(Event(name="data", span=SPAN),), span=SPAN)
    wanted = 'Param(None, type=["null", "string"])'
    assert param_of(parameter(type="str", required=True), trigger) == wanted


def test_a_flow_without_parameters_has_nothing_of_them() -> None:
    trigger = EventTrigger(events=(Event(name="data", span=SPAN),), span=SPAN)
    assert parameters(make_flow(GRAPH, triggers=(trigger,)), Settings()) == Part()


class _Dag:
    params = ("text", "n", "off", "table")


@pytest.mark.parametrize("size", [1, 10_000])
def test_a_value_comes_to_the_start_step_as_it_is(size: int) -> None:
    flow = make_flow(GRAPH, parameters=(parameter("text"),))
    part = parameters(flow, Settings())
    assert part.imports == (PARAM,)
    template = str(dict(part.constants)["PARAMETERS"])
    params = {
        "text": NASTY * size,
        "n": 3,
        "off": None,
        "table": {"$(x)": ["{{ ds }}"]},
        "of somebody else": "secret",
    }
    text = (
        Environment(undefined=StrictUndefined).from_string(template).render(params=params, dag=_Dag)
    )
    # The kubelet has nothing to expand, and whatever the locale is, it is the same text.
    assert "$" not in text
    assert text.isascii()
    given = read_parameters(text)
    assert given.pop("text") == NASTY * size
    assert json.loads(given.pop("table")) == {"$(x)": ["{{ ds }}"]}
    assert given == {"n": "3"}
