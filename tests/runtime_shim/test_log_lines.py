from __future__ import annotations

import pytest

from runtime_shim.log_lines import LogLine, format_line, parse_line, read_log


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain",
        " two  spaces ",
        "ünï ☃",
        "10%\r20%",
        "a\nb",
        "\\n",
        "c:\\new\\\\",
        "\x85\u2028x",
    ],
)
def test_a_line_comes_back_as_it_was(stream: str, text: str) -> None:
    line = format_line(stream, 1700000000.25, text)
    assert line.endswith("\n")
    assert line.count("\n") == 1
    assert parse_line(line) == LogLine(stream, 1700000000.25, text)
    assert list(read_log(line.encode() * 2)) == [parse_line(line)] * 2


def test_the_form_that_is_kept() -> None:
    assert format_line("stdout", 12.0, "hello world") == "o 12.000 hello world\n"
    assert format_line("stderr", 12.3456, "") == "e 12.346 \n"


def test_a_line_that_is_still_being_written_is_left_out() -> None:
    assert [line.text for line in read_log(b"o 1.000 whole\no 2.000 ha")] == ["whole"]
    assert list(read_log(b"")) == []


def test_anything_else_is_refused() -> None:
    with pytest.raises(ValueError, match="not a line of a log"):
        parse_line("hello")


def test_of_a_log_nothing_is_lost_that_is_no_line_of_one() -> None:
    log = b"o 1.000 a\nhello\n\xff\xfe\no bad x\no nan x\no 1e300 x\ne 2.000 b\n"
    texts = ["a", "hello", "\ufffd\ufffd", "o bad x", "o nan x", "o 1e300 x", "b"]
    found = list(read_log(log))
    assert [line.text for line in found] == texts
    assert [line.when for line in found] == [1.0] * 6 + [2.0]
