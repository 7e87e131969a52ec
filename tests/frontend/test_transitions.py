"""`self.next(...)`, right and wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.ir.transition import Branch, Foreach, Gang, Linear, Switch, Transition
from compiler.pipeline import Checked
from tests.frontend.reading import check, found, text_at, underlined

FLOW = """\
from metaflow import FlowSpec, Config, step, parallel
LIMIT = 3
FIELD = "rows"
class F(FlowSpec):
    workers = 4
    cfg = Config("cfg", default_value={{"key": "big"}})
    @step
    def start(self):
        self.rows = [1]
        {next}
    @step
    def a(self):
        self.next(self.j)
    @step
    def b(self):
        self.next(self.j)
    @step
    def j(self, inputs):
        self.next(self.end)
    @step
    def end(self):
        pass
"""


def start_of(folder: Path, call: str) -> tuple[Transition, Checked]:
    """The transition of `start`, read whatever is wrong with the rest of the flow."""
    from compiler.diagnostics.report import Report
    from compiler.frontend.build import read_flow
    from compiler.frontend.environment import EnvironmentPolicy
    from compiler.frontend.modules import Modules
    from compiler.frontend.project import find_project
    from compiler.settings import Settings

    checked = check(folder, FLOW.format(next=call))
    path = folder / "flow.py"
    report = Report()
    modules = Modules(find_project(path), report)
    settings = Settings()
    environment = EnvironmentPolicy.of(settings)
    flow = read_flow(path, None, modules, environment, settings, report)
    assert flow is not None
    return flow.by_name["start"].transition, checked


def test_linear(tmp_path: Path) -> None:
    transition, _ = start_of(tmp_path, "self.next(self.a)")
    assert isinstance(transition, Linear)
    assert transition.target == "a"
    assert (transition.span.line, transition.span.column) == (10, 9)


def test_branch(tmp_path: Path) -> None:
    transition, checked = start_of(tmp_path, "self.next(self.a, self.b)")
    assert isinstance(transition, Branch)
    assert transition.targets == ("a", "b")
    assert not checked.report.failed


@pytest.mark.parametrize(
    ("call", "named"),
    [
        ("self.next(self.a)", ["self.a"]),
        ("self.next(self.a, self.b, self.a)", ["self.a", "self.b", "self.a"]),
        ("self.next(self.a, foreach='rows')", ["self.a"]),
        ("self.next(self.a, num_parallel=2)", ["self.a"]),
        ("self.next(self.a, self.b, foreach='rows')", ["self.a", "self.b"]),
        ("self.next(self.a, self.b, num_parallel=2)", ["self.a"]),
        ("self.next('x', self.a)", ["self.a"]),
        ("self.next(self.a, self.b); self.next(self.j)", ["self.a", "self.b", "self.j"]),
        ("self.next(self.a); print(1)", ["self.a"]),
    ],
)
def test_where_each_target_is_named(tmp_path: Path, call: str, named: list[str]) -> None:
    transition, checked = start_of(tmp_path, call)
    assert isinstance(transition, Linear | Branch | Foreach | Gang)
    assert len(transition.target_spans) == len(transition.targets)
    assert [text_at(checked, span) for span in transition.target_spans] == named


@pytest.mark.parametrize(
    ("call", "code", "at"),
    [
        ("self.next(self.nowhere)", "FC130", ["self.nowhere"]),
        ("self.next(self.a, self.nowhere)", "FC130", ["self.nowhere"]),
        ("self.next(self.no, self.a, self.way)", "FC130", ["self.no", "self.way"]),
        ("self.next(self.nowhere, foreach='rows')", "FC130", ["self.nowhere"]),
        ("self.next({1: self.a, 2: self.no}, condition='rows')", "FC130", ["2: self.no"]),
        ("self.next(self.a, self.b, self.a)", "FC131", ["self.a"]),
        ("self.next(self.a, self.start)", "FC132", ["self.start"]),
    ],
)
def test_a_wrong_target_is_underlined_alone(
    tmp_path: Path, call: str, code: str, at: list[str]
) -> None:
    _, checked = start_of(tmp_path, call)
    wrong = [d for d in checked.report.errors if d.code == code]
    assert [underlined(checked, d) for d in wrong] == at


@pytest.mark.parametrize("argument", ['"rows"', "FIELD", "'ro' + 'ws'"])
def test_foreach(tmp_path: Path, argument: str) -> None:
    transition, _ = start_of(tmp_path, f"self.next(self.a, foreach={argument})")
    assert isinstance(transition, Foreach)
    assert (transition.target, transition.items) == ("a", "rows")


@pytest.mark.parametrize(
    ("argument", "size"),
    [
        ("2", 2),
        ("LIMIT", 3),
        ("LIMIT * 2", 6),
        ("self.workers", 4),
        ("self.n", "n"),
        ("len(self.rows)", None),
    ],
)
def test_num_parallel(tmp_path: Path, argument: str, size: int | str | None) -> None:
    transition, _ = start_of(tmp_path, f"self.next(self.a, num_parallel={argument})")
    assert isinstance(transition, Gang)
    assert transition.size == size


@pytest.mark.parametrize("size", ["0", "-1", "True", "'4'", "1.5"])
def test_num_parallel_that_is_no_number(tmp_path: Path, size: str) -> None:
    _, checked = start_of(tmp_path, f"self.next(self.a, num_parallel={size})")
    (wrong,) = [d for d in checked.report.errors if d.code == "FC113"]
    assert underlined(checked, wrong) == size


def test_switch_with_every_kind_of_key(tmp_path: Path) -> None:
    transition, _ = start_of(
        tmp_path,
        'self.next({"x": self.a, 2: self.b, False: self.a, 0.5: self.b, self.cfg.key: self.a, '
        'LIMIT: self.b}, condition="kind")',
    )
    assert isinstance(transition, Switch)
    assert transition.condition == "kind"
    assert [(case.value, case.target) for case in transition.cases] == [
        ("x", "a"),
        (2, "b"),
        (False, "a"),
        (0.5, "b"),
        ("big", "a"),
        (3, "b"),
    ]
    assert type(transition.cases[2].value) is bool
    assert transition.targets == ("a", "b")


@pytest.mark.parametrize(
    ("call", "code", "at"),
    [
        ("self.next()", "FC108", "self.next()"),
        ("self.next('a')", "FC107", "'a'"),
        ("self.next(a)", "FC107", "a"),
        ("self.next(self.a())", "FC107", "self.a()"),
        ("self.next(getattr(self, 'a'))", "FC107", "getattr(self, 'a')"),
        ("self.next(*[self.a])", "FC107", "*[self.a]"),
        ("self.next(self.a, forech='rows')", "FC109", "forech='rows'"),
        ("self.next(self.a, **{})", "FC109", "**{}"),
        ("self.next(self.a, foreach='rows', num_parallel=2)", "FC110", "num_parallel=2"),
        ("self.next(self.a, self.b, foreach='rows')", "FC111", "'rows'"),
        ("self.next(self.a, foreach=self.rows)", "FC112", "self.rows"),
        ("self.next(self.a, foreach=3)", "FC112", "3"),
        ("self.next(self.a, condition='rows')", "FC114", "'rows'"),
        ("self.next({}, condition='rows')", "FC114", "{}"),
        ("self.next({1: self.a, 2: self.b})", "FC115", "{1: self.a, 2: self.b}"),
        ("self.next({1: self.a, 2: self.b}, condition=self.rows)", "FC116", "self.rows"),
        ("self.next({1: self.a, None: self.b}, condition='rows')", "FC117", "None"),
        ("self.next({1: self.a, 2: 'b'}, condition='rows')", "FC107", "'b'"),
        ("self.next({1: self.a, 2: self.b}, self.j, condition='rows')", "FC107", "self.j"),
    ],
)
def test_wrong_calls(tmp_path: Path, call: str, code: str, at: str) -> None:
    _, checked = start_of(tmp_path, call)
    wrong = [d for d in checked.report.errors if d.code == code]
    assert [underlined(checked, d) for d in wrong] == [at]


def test_next_inside_of_a_block_is_reported_once_for_each_step(tmp_path: Path) -> None:
    checked = check(
        tmp_path,
        FLOW.format(next="if self.rows: self.next(self.a)\n        else: self.next(self.b)"),
    )
    first = checked.report.diagnostics[0]
    assert (first.code, first.span.line) == ("FC106", 10)
    assert [related.span.line for related in first.related] == [11]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("self.next(self.a)\n        self.next(self.b)", "FC106"),
        ("self.next(self.a, self.b)\n        print(1)", "FC106"),
        ("self.next(self.a, self.b, foreach='rows')", "FC111"),
        ("self.next([self.a, self.b])", "FC107"),
    ],
)
def test_a_wrong_call_is_read_as_what_it_was_meant_to_be(
    tmp_path: Path, call: str, code: str
) -> None:
    """So that the join of `a` and `b` is not reported as well."""
    assert [d.code for d in start_of(tmp_path, call)[1].report.errors] == [code]


def test_next_before_the_last_statement(tmp_path: Path) -> None:
    checked = check(tmp_path, FLOW.format(next="self.next(self.a, self.b)\n        print(1)"))
    assert ("FC106", 10) in found(checked)


def test_next_of_somebody_else_is_not_ours(tmp_path: Path) -> None:
    text = FLOW.format(next="other.next(1); self.next(self.a, self.b)")
    assert not check(tmp_path, text).report.failed
