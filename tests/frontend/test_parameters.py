"""`Parameter` and `IncludeFile`, right and wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.ir.flow import Flow
from compiler.ir.model import JsonValue
from compiler.ir.parameter import Parameter, RuntimeDefault, StaticDefault
from compiler.pipeline import Checked
from tests.frontend.reading import check, underlined

FLOW = """\
import os
from datetime import date
from metaflow import FlowSpec, IncludeFile, JSONType, Parameter, step
COMMON = {{"help": "shared", "type": int}}
def today(context):
    return str(date.today())
class F(FlowSpec):
    p = {definition}
    @step
    def start(self):
        self.next(self.end)
    @step
    def end(self):
        pass
"""


def flow_with(folder: Path, definition: str) -> tuple[Flow | None, Checked]:
    checked = check(folder, FLOW.format(definition=definition))
    return (checked.program.flow if checked.program else None), checked


def parameter(folder: Path, definition: str) -> Parameter:
    flow, checked = flow_with(folder, definition)
    assert flow is not None, checked.report.diagnostics
    return flow.parameters[0]


@pytest.mark.parametrize(
    ("definition", "type_", "default"),
    [
        ('Parameter("alpha", default=0.1)', "float", 0.1),
        ('Parameter("alpha", 3)', "int", 3),
        ('Parameter("alpha", default=True)', "bool", True),
        ('Parameter("alpha", default="x")', "str", "x"),
        ('Parameter("alpha", default="5", type=int)', "int", "5"),
        ('Parameter("alpha", type=JSONType, default=\'{"a": 1}\')', "json", '{"a": 1}'),
        ('Parameter("alpha", type=JSONType, default={"a": [1]})', "json", {"a": [1]}),
        ('Parameter("alpha", default=1, type=float)', "float", 1),
        ('Parameter("alpha", is_flag=True, default=False)', "bool", False),
    ],
)
def test_types_and_defaults(
    tmp_path: Path, definition: str, type_: str, default: JsonValue
) -> None:
    read = parameter(tmp_path, definition)
    assert read.type == type_
    assert read.default == StaticDefault(value=default)


def test_nothing_but_a_name(tmp_path: Path) -> None:
    read = parameter(tmp_path, 'Parameter("my-alpha")')
    assert (read.name, read.attribute, read.type, read.default) == ("my-alpha", "p", "str", None)
    assert not read.required
    assert read.show_default


@pytest.mark.parametrize(
    "default",
    [
        *("lambda ctx: 3", "today", "os.getcwd()", "str(date.today())", "date.today().isoformat()"),
        *("float('nan')", "[float('inf')]"),
    ],
)
def test_computed_defaults_are_left_to_the_runtime(tmp_path: Path, default: str) -> None:
    read = parameter(tmp_path, f'Parameter("alpha", default={default})')
    assert read.default == RuntimeDefault(expression=default)


def test_arguments_from_a_mapping(tmp_path: Path) -> None:
    read = parameter(tmp_path, 'Parameter("alpha", **COMMON, required=True)')
    assert (read.help, read.type, read.required) == ("shared", "int", True)


def test_separator(tmp_path: Path) -> None:
    assert parameter(tmp_path, 'Parameter("a", separator=",", default="x,y")').separator == ","


def test_included_file(tmp_path: Path) -> None:
    definition = 'IncludeFile("data", is_text=False, default="data.bin", parser="m.read")'
    flow, _ = flow_with(tmp_path, definition)
    assert flow is not None
    (file,) = flow.files
    assert (file.name, file.is_text, file.encoding, file.parser) == (
        "data",
        False,
        "utf-8",
        "m.read",
    )
    assert file.default == StaticDefault(value="data.bin")


@pytest.mark.parametrize(
    ("definition", "code", "at"),
    [
        ("Parameter(default=1)", "FC300", "Parameter(default=1)"),
        ("Parameter(3)", "FC300", "3"),
        ('Parameter("a b")', "FC301", '"a b"'),
        ('Parameter("run_id")', "FC302", '"run_id"'),
        ('Parameter("a", defualt=1)', "FC304", "defualt=1"),
        ('Parameter("a", type=list)', "FC305", "list"),
        ('Parameter("a", type=int, default="x")', "FC306", '"x"'),
        ('Parameter("a", type=int, default=1.5)', "FC306", "1.5"),
        ('Parameter("a", type=str, default=[1])', "FC306", "[1]"),
        ('Parameter("a", type=JSONType, default="[1")', "FC306", '"[1"'),
        ('Parameter("a", default=nowhere)', "FC401", "nowhere"),
        ('Parameter("a", help=3)', "FC307", "3"),
        ('Parameter("a", required="yes")', "FC307", '"yes"'),
        ('Parameter("a", type=int, separator=",")', "FC308", '","'),
        ('Parameter("a", 1, int, "h", False, True, 7)', "FC309", "7"),
        ('IncludeFile("a", default=3)', "FC307", "3"),
        ('IncludeFile("a", is_txt=True)', "FC304", "is_txt=True"),
    ],
)
def test_mistakes(tmp_path: Path, definition: str, code: str, at: str) -> None:
    _, checked = flow_with(tmp_path, definition)
    (wrong,) = checked.report.diagnostics
    assert (wrong.code, underlined(checked, wrong)) == (code, at)


def test_names_are_unique_whatever_their_case(tmp_path: Path) -> None:
    _, checked = flow_with(tmp_path, 'Parameter("alpha")\n    q = IncludeFile("Alpha")')
    (wrong,) = checked.report.diagnostics
    assert (wrong.code, wrong.span.line, wrong.related[0].span.line) == ("FC303", 9, 8)


def test_required_with_a_default_is_only_noted(tmp_path: Path) -> None:
    flow, checked = flow_with(tmp_path, 'Parameter("a", default=1, required=True)')
    assert flow is not None
    assert not flow.parameters[0].required
    assert [d.code for d in checked.report.diagnostics] == ["FC310"]


def test_a_type_that_nothing_defines(tmp_path: Path) -> None:
    _, checked = flow_with(tmp_path, 'Parameter("x", type=JSONTyp)')
    (problem,) = checked.report.errors
    assert (problem.code, underlined(checked, problem)) == ("FC401", "JSONTyp")


def test_a_parameter_has_no_value_for_a_decorator(tmp_path: Path) -> None:
    text = FLOW.replace("    @step", "    @resources(memory=p)\n    @step", 1)
    text = text.replace("FlowSpec,", "FlowSpec, resources,")
    checked = check(tmp_path, text.format(definition='Parameter("p", default=100)'))
    (problem,) = checked.report.errors
    assert (problem.code, problem.span.line) == ("FC403", 9)
    assert underlined(checked, problem) == "p"
