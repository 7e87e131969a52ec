"""The report of a run: order, repetition, and what it must not show."""

from __future__ import annotations

from compiler.diagnostics.catalogue.steps import GangSize
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span

FIRST, SECOND = Span("flow.py", 1, 1, 1, 2), Span("flow.py", 2, 1, 2, 2)


def test_order_of_the_source_and_each_once() -> None:
    report = Report()
    for span in (SECOND, FIRST, SECOND):
        report.add(GangSize(span=span, value="0"))
    assert [found.span for found in report.diagnostics] == [FIRST, SECOND]
    assert report.failed


def test_secrets_are_masked() -> None:
    report = Report(secrets=["hunter2", "hunter2-long", "abc"])
    report.add(GangSize(span=FIRST, value="'hunter2-long' and 'hunter2' and 'abc'"))
    (found,) = report.diagnostics
    assert "'***' and '***' and 'abc'" in found.message


def test_a_report_without_errors_has_not_failed() -> None:
    assert not Report().failed
