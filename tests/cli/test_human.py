from __future__ import annotations

import pytest

from compiler.cli.human import Cell, Styled, duration, iso, size, table


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, "-"),
        (0.0, "0.0s"),
        (59.94, "59.9s"),
        (60, "1m 00s"),
        (3599, "59m 59s"),
        (7300, "2h 01m"),
    ],
)
def test_durations(seconds: float | None, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (1536, "1.5 KiB"),
        (5 << 20, "5.0 MiB"),
        (3 << 40, "3.0 TiB"),
        (5000 << 40, "5000.0 TiB"),
    ],
)
def test_sizes(count: int, text: str) -> None:
    assert size(count) == text


def test_times_for_programs() -> None:
    assert iso(None) is None
    assert iso(0.0) == "1970-01-01T00:00:00.000Z"


def test_tables_are_aligned_and_colours_add_no_width() -> None:
    rows: list[list[Cell]] = [["A", "COUNT", "B"], ["long one", "1", Styled("x", "red")]]
    rows.append(["b", "10", ""])
    plain = "A         COUNT  B\nlong one      1  x\nb            10\n"
    assert table(rows, False, right=(1,)) == plain
    coloured = table(rows, True, right=(1,))
    bare = coloured.replace("\x1b[1m", "").replace("\x1b[31m", "").replace("\x1b[0m", "")
    assert [line.rstrip() for line in bare.splitlines()] == plain.splitlines()
    assert "\x1b[31mx" in coloured


def test_a_table_has_no_controls_of_what_is_in_it() -> None:
    assert table([["A"], ["x\x1b[2J\ny"]], False) == "A\nx␛[2J␊y\n"
