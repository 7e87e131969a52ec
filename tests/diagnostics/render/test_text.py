from __future__ import annotations

import re

from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.render.text import render_text
from compiler.diagnostics.span import SourceFile
from tests.diagnostics.render.samples import (
    GPUS,
    NEXT,
    REMARK,
    SOURCES,
    LooseEnd,
    Remark,
    UnknownArgument,
    at,
)


def rendered(*diagnostics: UnknownArgument | LooseEnd | Remark) -> str:
    return render_text(diagnostics, SOURCES)


def test_a_span_in_one_line() -> None:
    assert (
        rendered(GPUS)
        == """\
error[FC901]: unknown argument
  --> flows/train.py:2:16
   |
 2 |     @resources(gpus=1)
   |                ^^^^ `resources` has no argument `gpus`
   help: did you mean `gpu`?

"""
    )


def test_a_span_over_lines_shows_its_first_and_its_last() -> None:
    assert (
        rendered(NEXT)
        == """\
warning[FC902]: loose end
   --> flows/train.py:4:9
    |
  4 |         self.next(
    |         ^^^^^^^^^^
...
  7 |         )
    |         ^ 100% of `a`, here: lost
...
 10 |     def a(self): pass
    |         - it is defined here

"""
    )


def test_a_gap_of_one_line_is_filled() -> None:
    found = Remark(span=at(1, 7, 1, 12), related=(Related(at(3, 9, 3, 14), "there"),))
    assert rendered(found).splitlines()[3:] == [
        " 1 | class Train(FlowSpec):",
        "   |       ^^^^^ by the way",
        " 2 |     @resources(gpus=1)",
        " 3 |     def start(self):",
        "   |         ----- there",
        "",
    ]


def test_neighbouring_lines_have_nothing_between_them() -> None:
    found = Remark(span=at(9, 5, 9, 10), related=(Related(at(10, 9, 10, 10), "there"),))
    assert "..." not in rendered(found)


def test_two_marks_in_one_line_have_a_row_each_the_main_one_first() -> None:
    found = Remark(span=at(10, 9, 10, 10), related=(Related(at(10, 18, 10, 22), "there"),))
    assert rendered(found).splitlines()[3:] == [
        " 10 |     def a(self): pass",
        "    |         ^ by the way",
        "    |                  ---- there",
        "",
    ]


def test_a_related_place_in_another_file() -> None:
    mixin = SourceFile.of("flows/base.py", "class Base:\n    x = 1")
    found = Remark(
        span=at(1, 7, 1, 12), related=(Related(at(2, 5, 2, 6, "flows/base.py"), "from here"),)
    )
    text = render_text([found], {**SOURCES, "flows/base.py": mixin})
    assert text.splitlines()[5:] == [
        "  ::: flows/base.py:2:5",
        "   |",
        " 2 |     x = 1",
        "   |     - from here",
        "",
    ]


def test_a_file_that_was_not_read_as_source_has_its_place_and_label() -> None:
    found = UnknownArgument(span=at(3, 1, 3, 2, "config.json"), name="x")
    assert rendered(found).splitlines()[1:] == [
        "  --> config.json:3:1",
        "   `resources` has no argument `x`",
        "   help: did you mean `gpu`?",
        "",
    ]


def test_help_of_several_lines_is_aligned() -> None:
    found = UnknownArgument(span=at(2, 16, 2, 20), known="gpu`,\nor `cpu")
    assert rendered(found).splitlines()[-3:-1] == [
        "   help: did you mean `gpu`,",
        "         or `cpu`?",
    ]


def test_a_span_behind_the_end_of_the_file() -> None:
    assert rendered(Remark(span=at(11, 1, 11, 1))).splitlines()[3:5] == [
        " 11 |",
        "    | ^ by the way",
    ]


def test_paths_are_shown_as_the_caller_locates_them() -> None:
    text = render_text([GPUS], SOURCES, locate=lambda file: f"project/{file}")
    assert "--> project/flows/train.py:2:16" in text


def test_colours_change_nothing_but_the_colour() -> None:
    coloured = render_text([GPUS, NEXT, REMARK], SOURCES, colour=True)
    assert "\x1b[1;31merror[FC901]\x1b[0m" in coloured
    assert "\x1b[1;33m^^^^^^^^^^\x1b[0m" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == rendered(GPUS, NEXT, REMARK)


def test_without_colour_there_is_no_escape_even_if_the_source_has_one() -> None:
    evil = SourceFile.of("flows/train.py", "x = '\x1b[2J\x9b31m\u202e'; y\r")
    found = UnknownArgument(span=at(1, 18, 1, 19), name="\x1b]0;title\x07\n::error::")
    text = render_text([found], {evil.file: evil}, locate=lambda file: f"\x1b{file}")
    assert all(character == "\n" or character.isprintable() for character in text)
    line, underline = text.splitlines()[3:5]
    assert line.index("y") == underline.index("^")


def test_tabs_and_wide_characters_keep_the_underline_in_place() -> None:
    source = SourceFile.of("flows/train.py", "\tx = 名前(y)\te\u0301z")
    found = [Remark(span=at(1, 6, 1, 8)), Remark(span=at(1, 14, 1, 15))]
    wide, combined = (
        render_text([diagnostic], {source.file: source}).splitlines()[4] for diagnostic in found
    )
    # Four columns of the tab and `x = ` before it; two columns for each of two characters.
    assert wide == "   |         ^^^^ by the way"
    # `名前(y)` ends at column 15, the next tab stop is 16, and the accent takes no column.
    assert combined == "   |                  ^ by the way"
