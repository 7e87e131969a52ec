from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime_shim.authoring.config import Config, set_plan
from runtime_shim.authoring.flowspec import FlowSpec
from runtime_shim.authoring.include import IncludeFile
from runtime_shim.authoring.inputs import evaluate_inputs, read_configs
from runtime_shim.authoring.mutators import apply_mutators
from runtime_shim.authoring.parameters import Parameter, declared
from runtime_shim.exceptions import MetaflowException
from runtime_shim.plan import PlanConfig
from runtime_shim.run_record import RunRecord
from tests.runtime_shim.authoring.contexts import context_in, plan_of


@pytest.fixture(autouse=True)
def _no_plan() -> Iterator[None]:
    yield
    set_plan(None)


class Base(FlowSpec):
    alpha = Parameter("learning-rate", default=0.5)
    _hidden = Parameter("hidden")


class Flow(Base):
    beta = Parameter("beta", default=lambda context: f"{context.user_name} {context.configs.c.x}")
    config = Config("c")
    constant = 3


def test_all_inputs_are_evaluated_by_attribute(tmp_path: Path) -> None:
    plan = plan_of(configs={"c": PlanConfig("config", {"x": 1})})
    read_configs(Flow, plan)
    apply_mutators(Flow)
    context = context_in(tmp_path, plan=plan)
    assert evaluate_inputs(Flow, {}, context) == {
        "alpha": 0.5,
        "beta": "ann 1",
        "config": {"x": 1},
    }
    assert evaluate_inputs(Flow, {"learning-rate": "2", "beta": "b"}, context)["alpha"] == 2.0
    context.history.begin(RunRecord("F", "17", 0.0, "eve", "user:eve"))
    assert evaluate_inputs(Flow, {}, context_in(tmp_path, plan=plan))["beta"] == "eve 1"


def test_declarations_are_known_when_values_have_taken_their_places() -> None:
    class Other(Base):
        config = Config("c")

    assert list(declared(Other)) == ["alpha", "config"]
    read_configs(Other, plan_of(configs={"c": PlanConfig("config", {"x": 1})}))
    Other.alpha = 7  # type: ignore[assignment]
    assert list(declared(Other)) == ["alpha", "config"]
    assert declared(Other)["alpha"].name == "learning-rate"
    assert list(declared(Base)) == ["alpha"]


def test_a_subclass_may_take_a_parameter_back() -> None:
    class Other(Base):
        alpha = None  # type: ignore[assignment]

    assert declared(Other) == {}


def test_two_parameters_of_one_name_are_refused(tmp_path: Path) -> None:
    class Twice(FlowSpec):
        a = Parameter("alpha")
        b = Parameter("Alpha")

    with pytest.raises(MetaflowException, match="two parameters have the name `Alpha`"):
        evaluate_inputs(Twice, {}, context_in(tmp_path))


def _include(**arguments: Any) -> IncludeFile:
    included = IncludeFile("data", **arguments)
    included.init()
    return included


def _evaluated(included: IncludeFile, folder: Path, **given: str) -> Any:
    class Including(FlowSpec):
        data = included

    return evaluate_inputs(Including, given, context_in(folder))["data"]


def test_an_included_file_is_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data.txt").write_bytes("größe".encode())
    path = str(tmp_path / "data.txt")
    assert _evaluated(_include(), tmp_path, data=path) == "größe"
    assert _evaluated(_include(is_text=False), tmp_path, data=path) == "größe".encode()
    assert _evaluated(_include(encoding="latin-1"), tmp_path, data=path) != "größe"
    assert _evaluated(_include(), tmp_path) is None
    assert _evaluated(_include(default=lambda context: path), tmp_path) == "größe"
    monkeypatch.chdir(tmp_path)
    assert _evaluated(_include(default="data.txt"), tmp_path) == "größe"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert _evaluated(_include(default="~/data.txt"), tmp_path) == "größe"


def test_an_included_file_may_stand_beside_the_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "beside.txt").write_text("x")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert _evaluated(_include(default="beside.txt"), tmp_path) == "x"


def test_a_step_sees_what_the_parser_makes_of_the_content() -> None:
    assert _include(parser="json.loads").load_parameter("[1]") == [1]
    assert _include(parser=len).load_parameter("four") == 4
    assert _include().load_parameter("four") == "four"
    assert _include(parser=len).load_parameter(None) is None
    with pytest.raises(MetaflowException, match="parser of the included file `data` failed"):
        _include(parser="json.loads").load_parameter("[")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(MetaflowException, match=r"`nowhere\.txt` for `data`.*no such file"):
        _evaluated(_include(), tmp_path, data="nowhere.txt")
    (tmp_path / "bytes").write_bytes(b"\xff")
    with pytest.raises(MetaflowException, match="it is not text in utf-8"):
        _evaluated(_include(), tmp_path, data=str(tmp_path / "bytes"))
    with pytest.raises(MetaflowException, match="`data` is required"):
        _evaluated(_include(required=True), tmp_path)
