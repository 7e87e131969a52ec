"""Each of many small mistakes is reported as the comment on its line says, and nothing else."""

from __future__ import annotations

import re

import pytest

from compiler.diagnostics.diagnostic import Diagnostic
from compiler.pipeline import check_flow
from golden_tests.cases import PROJECT
from golden_tests.inline_cases import INLINE, Expected, InlineFlow, inline_flows

FLOWS = inline_flows()


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: f"{flow.source.stem}-{flow.name}")
def test_inline(flow: InlineFlow) -> None:
    unexpected = list(check_flow(f"{flow.source}:{flow.name}", "argo", PROJECT).report.diagnostics)
    missing = []
    for expected in flow.expected:
        found = next((one for one in unexpected if _fits(one, expected)), None)
        if found is None:
            missing.append(expected)
        else:
            unexpected.remove(found)
    assert [*missing, *map(_summary, unexpected)] == []


def _fits(found: Diagnostic, expected: Expected) -> bool:
    return (
        found.span.line == expected.line
        and found.code == expected.code
        and found.severity.value[0].upper() == expected.severity
        and expected.text in f"{found.message}\n{found.advice}"
    )


def _summary(found: Diagnostic) -> tuple[int, str, str]:
    return found.span.line, found.code, found.message


def test_every_comment_is_read() -> None:
    """A comment that is written in another way, or outside of a flow, would test nothing."""
    written = sum(
        len(re.findall(r"#\s*[EWN]\s*:", path.read_text(encoding="utf-8")))
        for path in INLINE.glob("*.py")
    )
    assert written == sum(len(flow.expected) for flow in FLOWS)
