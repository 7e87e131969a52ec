from __future__ import annotations

from compiler.diagnostics.explain import explanation, kinds
from tests.cli.conftest import Flowc


def test_a_code_in_either_case(flowc: Flowc) -> None:
    kind = kinds()[0]
    result = flowc("explain", kind.code.lower())
    assert result.code == 0
    heading = f"{kind.severity.value}[{kind.code}]: {kind.title}"
    assert result.out == f"{heading}\n\n{explanation(kind)}\n"


def test_all_codes(flowc: Flowc) -> None:
    lines = flowc("explain").out.splitlines()
    assert [line.split()[0] for line in lines] == [kind.code for kind in kinds()]
    assert lines[0].endswith(kinds()[0].title)


def test_a_code_that_is_not_there(flowc: Flowc) -> None:
    result = flowc("explain", f"{kinds()[0].code}0")
    assert (result.code, result.out) == (2, "")
    assert "; did you mean `FC" in result.err
