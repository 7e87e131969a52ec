"""Which part of a `self.next` the checks of its targets point at."""

from __future__ import annotations

from compiler.diagnostics.report import Report
from compiler.ir.transition import Branch, End, Foreach, Gang, Linear, Transition
from compiler.passes.transitions import check_transitions
from tests.ir.flows import at, of_steps, step

WHOLE = at(1, 9)


def found(transition: Transition) -> list[tuple[str, int]]:
    """The code and the column of each diagnostic about the transition of `start`."""
    report = Report()
    ends = [step(name, Linear(target="end", span=at(9)), 9) for name in ("a", "b")]
    flow = of_steps((step("start", transition, 1), *ends, step("end", End(), 10)))
    check_transitions(flow, report)
    return [(one.code, one.span.column) for one in report.diagnostics]


def branch(*targets: str) -> Branch:
    """Its targets are in columns 20, 21, ..."""
    spans = tuple(at(1, 20 + index) for index in range(len(targets)))
    return Branch(targets=targets, target_spans=spans, span=WHOLE)


def test_an_unknown_target() -> None:
    assert found(branch("a", "nowhere")) == [("FC130", 21)]
    assert found(branch("no", "a", "way")) == [("FC130", 20), ("FC130", 22)]


def test_an_unknown_target_named_twice_is_unknown_at_the_first() -> None:
    assert found(branch("a", "no", "no")) == [("FC130", 21), ("FC131", 22)]


def test_a_target_named_again() -> None:
    assert found(branch("a", "b", "a", "b", "a")) == [("FC131", column) for column in (22, 23, 24)]


def test_the_start() -> None:
    assert found(branch("a", "start")) == [("FC132", 21)]


def test_the_only_target() -> None:
    spans = (at(1, 30),)
    assert found(Linear(target="no", target_spans=spans, span=WHOLE)) == [("FC130", 30)]
    assert found(Foreach(target="no", target_spans=spans, items="x", span=WHOLE)) == [("FC130", 30)]
    assert found(Gang(target="no", target_spans=spans, size=2, span=WHOLE)) == [("FC130", 30)]


def test_a_flow_that_was_not_read_from_a_source() -> None:
    assert found(Branch(targets=("a", "no", "a"), span=WHOLE)) == [("FC130", 9), ("FC131", 9)]
