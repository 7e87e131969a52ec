from __future__ import annotations

import copy
import json
import pickle
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from runtime_shim.authoring.config import (
    Config,
    ConfigValue,
    config_artifacts,
    config_expr,
    set_plan,
)
from runtime_shim.authoring.config_values import resolved, resolved_arguments
from runtime_shim.authoring.decorators import (
    decorations_of,
    environment,
    flow_decorations_of,
    project,
    resources,
)
from runtime_shim.authoring.flowspec import FlowSpec
from runtime_shim.authoring.inputs import read_configs
from runtime_shim.authoring.step import step
from runtime_shim.exceptions import MetaflowException
from runtime_shim.plan import PlanConfig
from tests.runtime_shim.authoring.contexts import plan_of

TABLE = {"cpu": 2, "steps": {"start": {"memory": 100}}, "list": [{"a": 1}]}
FACTOR = 3


@pytest.fixture(autouse=True)
def _no_plan() -> Iterator[None]:
    yield
    set_plan(None)


def _plan(**configs: PlanConfig) -> Any:
    return plan_of(configs=configs)


def test_a_value_is_a_dict_with_attributes_that_stays_as_it_is() -> None:
    value = ConfigValue(TABLE)
    assert value.steps.start.memory == value["steps"]["start"]["memory"] == 100
    assert value.list[0].a == 1
    assert value == TABLE
    assert {**value.steps} == {"start": {"memory": 100}}
    assert json.loads(json.dumps(value)) == TABLE
    assert "cpu" in dir(value)
    plain = value.to_dict()
    assert type(plain["steps"]) is dict
    assert type(plain["list"][0]) is dict
    for same in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value), value.copy()):
        assert type(same) is ConfigValue
        assert same == value
    assert not hasattr(value, "missing")


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.update(a=1),
        lambda value: value.pop("cpu"),
        lambda value: value.clear(),
        lambda value: setattr(value, "cpu", 3),
        lambda value: delattr(value, "cpu"),
        lambda value: value.__setitem__("cpu", 3),
        lambda value: value.__delitem__("cpu"),
        lambda value: value.__ior__({"cpu": 3}),
    ],
)
def test_a_value_refuses_changes(change: Any) -> None:
    value = ConfigValue(TABLE)
    with pytest.raises(TypeError, match="immutable"):
        change(value)
    assert value == TABLE


def _flow() -> Any:
    @project(name=config_expr("config.name"))
    class Flow(FlowSpec):
        config = Config("config", default="config.json")

        @resources(**config.res, gpu=1)
        @environment(vars={"A": config.env["a"], "B": config_expr("str(FACTOR * config.res.cpu)")})
        @step
        def start(self) -> None: ...

    return Flow


VALUE = {"name": "x", "res": {"cpu": 2}, "env": {"a": "b"}}


def _check(flow: Any) -> None:
    (asked, variables) = (d.arguments for d in reversed(decorations_of(flow.start)))
    assert asked == {"cpu": 2, "gpu": 1}
    assert variables == {"vars": {"A": "b", "B": "6"}}
    assert flow_decorations_of(flow)[0].arguments == {"name": "x"}


def test_a_class_body_has_the_values_of_the_plan() -> None:
    plan = _plan(config=PlanConfig("config", VALUE))
    set_plan(plan)
    flow = _flow()
    _check(flow)
    assert flow.config.res.cpu * 2 == 4
    read_configs(flow, plan)
    assert flow.config == VALUE
    assert type(flow.config) is ConfigValue
    assert config_artifacts(flow) == {"config": VALUE}
    assert type(config_artifacts(flow)["config"]) is dict


def test_without_a_plan_a_class_body_has_expressions_that_wait_for_one() -> None:
    flow = _flow()
    with pytest.raises(MetaflowException, match="the config `config` has no value"):
        decorations_of(flow.start)
    set_plan(_plan(config=PlanConfig("config", VALUE)))
    _check(flow)


def test_the_class_of_another_flow_does_not_get_in_the_way() -> None:
    set_plan(_plan(config=PlanConfig("config", {"other": 1})))
    flow = _flow()
    with pytest.raises(AttributeError, match="env"):
        decorations_of(flow.start)


def test_expressions_reach_into_items_and_other_expressions() -> None:
    key = config_expr("key")
    inner = Config("config")["table"][key].value
    set_plan(
        _plan(
            key=PlanConfig("k", "b", plain=True),
            config=PlanConfig("c", {"table": {"b": {"value": 5}}}),
        )
    )
    assert resolved([inner, {"x": (inner,)}]) == [5, {"x": (5,)}]
    assert resolved_arguments({"a": 1, **Config("config").table}) == {"a": 1, "b": {"value": 5}}


def test_an_expression_over_an_unknown_name_says_so() -> None:
    set_plan(_plan())
    with pytest.raises(MetaflowException, match=r"`nobody\.knows` cannot be evaluated"):
        resolved(config_expr("nobody.knows"))


def _parse(text: str) -> Mapping[str, Any]:
    return {"parsed": text}


def _fail(text: str) -> Mapping[str, Any]:
    raise ValueError("bad line")


@pytest.mark.parametrize(
    ("parser", "named"), [(_parse, "_parse"), ("json.loads", "json.loads"), (_parse, "<lambda>")]
)
def test_a_parser_makes_the_value_where_the_plan_has_the_text(parser: Any, named: str) -> None:
    text = '{"parsed": 1}'

    class Flow(FlowSpec):
        config = Config("config", default="x", parser=parser)

    read_configs(Flow, _plan(config=PlanConfig("config", text, parser=named)))
    assert Flow.config.parsed in (1, text)


def test_a_parser_that_only_the_plan_names_is_found_in_the_flow_s_module() -> None:
    class Flow(FlowSpec):
        config = Config("config")

    assert vars(sys.modules[__name__])["_parse"] is _parse
    read_configs(Flow, _plan(config=PlanConfig("config", "t", parser="_parse")))
    assert vars(Flow)["config"] == {"parsed": "t"}


def test_a_parser_s_failure_names_the_config() -> None:
    class Flow(FlowSpec):
        config = Config("conf", parser=_fail)

    with pytest.raises(MetaflowException, match=r"parser of the config `conf` failed.*bad line"):
        read_configs(Flow, _plan(conf=PlanConfig("config", "t", parser="_fail")))


def test_only_a_plain_config_may_be_no_table() -> None:
    class Flow(FlowSpec):
        config = Config("config", parser=len, plain=True)

    plan = _plan(config=PlanConfig("config", "four", parser="len", plain=True))
    read_configs(Flow, plan)
    assert vars(Flow)["config"] == 4

    class Table(FlowSpec):
        config = Config("config", parser=len)

    with pytest.raises(MetaflowException, match=r"returned a int.*plain=True"):
        read_configs(Table, _plan(config=PlanConfig("config", "four", parser="len")))


def test_a_config_that_nobody_gave_is_none() -> None:
    class Flow(FlowSpec):
        config = Config("config")

    read_configs(Flow, _plan(config=PlanConfig("config", None)))
    assert vars(Flow)["config"] is None
    assert config_artifacts(Flow) == {"config": None}


def test_a_step_sees_a_table_in_place_of_what_is_stored() -> None:
    assert type(Config("a").load_parameter({"b": 1})) is ConfigValue
    assert type(Config("a", plain=True).load_parameter({"b": 1})) is dict
    assert Config("a").load_parameter(None) is None


def test_two_defaults_are_one_too_many(tmp_path: Path) -> None:
    with pytest.raises(MetaflowException, match="both `default` and `default_value`"):
        Config("a", default="x", default_value="{}")
