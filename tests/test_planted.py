"""Rejected flows whose lines carry `# FCxxx` get exactly these diagnostics, at these lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from compiler.pipeline import check_flow
from golden_tests.cases import Case, cases


def planted(source: Path) -> list[tuple[int, str]]:
    """The line and the code of every mistake that the flow says it has."""
    text = source.read_text(encoding="utf-8", errors="replace")
    return [
        (line, code)
        for line, written in enumerate(text.splitlines(), 1)
        for comment in re.findall(r"  # ((?:FC\d{3}(?:, )?)+)$", written)
        for code in comment.split(", ")
    ]


PLANTED = [case for case in cases("rejected") if planted(case.source)]


@pytest.mark.parametrize("case", PLANTED, ids=lambda case: case.name)
def test_planted_mistakes(case: Case) -> None:
    report = check_flow(case.source, "argo", case.settings).report
    assert [(d.span.line, d.code) for d in report.diagnostics] == planted(case.source)


def test_twelve_mistakes_are_twelve_of_a_kind_each() -> None:
    (twelve,) = [case for case in PLANTED if case.name == "twelve_mistakes"]
    codes = [code for _, code in planted(twelve.source)]
    assert len(codes) == len(set(codes)) == 12
