from __future__ import annotations

from compiler.diagnostics.render.github import render_github
from tests.diagnostics.render.samples import GPUS, NEXT, REMARK, Remark, at


def test_an_error_in_one_line_counts_its_last_column_in() -> None:
    assert render_github([GPUS]) == (
        "::error file=flows/train.py,line=2,col=16,endColumn=19,title=FC901 unknown argument"
        "::`resources` has no argument `gpus`%0Ahelp: did you mean `gpu`?\n"
    )


def test_more_than_one_line_has_no_columns_and_text_is_escaped() -> None:
    assert render_github([NEXT], locate=lambda _: "a,b:c%/t.py") == (
        "::warning file=a%2Cb%3Ac%25/t.py,line=4,endLine=7,title=FC902 loose end"
        "::100%25 of `a`, here: lost%0Aa,b:c%25/t.py:10: it is defined here\n"
    )


def test_one_line_for_each_and_a_note_is_a_notice() -> None:
    lines = render_github([REMARK, GPUS]).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::notice", "::error"]


def test_an_empty_span_still_has_a_column() -> None:
    assert ",col=3,endColumn=3," in render_github([Remark(span=at(1, 3, 1, 3))])
