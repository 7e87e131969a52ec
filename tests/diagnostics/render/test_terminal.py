from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from compiler.diagnostics.render.terminal import Paint, plain, visible


@given(st.text())
def test_what_is_shown_cannot_steer_the_terminal(text: str) -> None:
    for shown in (visible(text)[0], plain(text)):
        assert all(unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in shown)


@given(st.text())
def test_there_is_a_column_for_each_character_and_none_goes_back(text: str) -> None:
    _, columns = visible(text)
    assert len(columns) == len(text) + 1
    assert columns == sorted(columns)


@given(st.text(st.characters(max_codepoint=0x7F, exclude_characters="\t")))
def test_each_ascii_character_takes_one_column(text: str) -> None:
    shown, columns = visible(text)
    assert columns == list(range(len(text) + 1))
    assert len(shown) == len(text)


def test_tabs_go_to_the_next_stop() -> None:
    assert visible("\ta\tbcd\t|") == ("    a   bcd |", [0, 4, 5, 8, 9, 10, 11, 12, 13])


def test_controls_get_a_picture() -> None:
    assert plain("\x1b[0m\x7f\x00\x85") == "␛[0m␡␀\ufffd"


def test_paint_paints_only_when_asked_to_and_only_something() -> None:
    assert Paint(False)("error", "x") == "x"
    assert Paint(True)("error", "x") == "\x1b[1;31mx\x1b[0m"
    assert Paint(True)("error", "") == ""


def test_what_python_calls_printable_is_safe() -> None:
    """`plain` leaves such a text as it is, without a look at each character."""
    printable = "".join(filter(str.isprintable, map(chr, range(0x110000))))
    assert plain(f"{printable}\n") == f"{printable}␊"
