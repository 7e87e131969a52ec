from __future__ import annotations

from compiler.backends.local import lines
from compiler.backends.local.lines import Lines


def test_a_line_may_come_in_pieces() -> None:
    cut = Lines()
    assert cut.feed(b"on") == []
    assert cut.feed(b"e\ntw") == ["one"]
    assert cut.feed(b"o\n\nthree\n") == ["two", "", "three"]
    assert cut.feed(b"", final=True) == []


def test_the_last_line_needs_no_newline() -> None:
    cut = Lines()
    assert cut.feed(b"one\ntwo") == ["one"]
    assert cut.feed(b"", final=True) == ["two"]


def test_a_character_may_come_in_pieces() -> None:
    cut = Lines()
    first, second = "é\n".encode()[:1], "é\n".encode()[1:]
    assert cut.feed(first) == []
    assert cut.feed(second) == ["é"]


def test_carriage_returns_end_no_line() -> None:
    assert Lines().feed(b"10%\r20%\r\nnext\n") == ["10%\r20%\r", "next"]


def test_output_without_end_is_cut() -> None:
    cut = Lines()
    assert cut.feed(b"x" * lines.MAX_LINE) == []
    (line,) = cut.feed(b"xx")
    assert len(line) == lines.MAX_LINE + 2
    assert cut.feed(b"rest\n") == ["rest"]
