"""How the output of an attempt is kept (`contract.log_key`): one line of text for each line.

A line is `o` or `e` for the stream, the time in seconds since the epoch with three
decimals, and the text, with a space between each. Backslashes, carriage returns and
newlines of the text are escaped, so that whoever follows a log may cut it at newlines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

STDOUT = "stdout"
STDERR = "stderr"

_LETTERS = {STDOUT: "o", STDERR: "e"}
_STREAMS = {letter: stream for stream, letter in _LETTERS.items()}
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_LATEST = 1e11
"""Seconds since the epoch that no log comes to."""
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True)
class LogLine:
    """One line that a task printed."""

    stream: str
    """`stdout` or `stderr`."""
    when: float
    """Seconds since the epoch."""
    text: str
    """Without the newline at its end."""


def format_line(stream: str, when: float, text: str) -> str:
    r"""The line as it is kept, with its newline. The text has none at its end.

    >>> format_line("stderr", 12.5, "no\\such file")
    'e 12.500 no\\\\such file\n'
    """
    if "\\" in text or "\r" in text or "\n" in text:
        text = "".join(_ESCAPES.get(character, character) for character in text)
    return f"{_LETTERS[stream]} {when:.3f} {text}\n"


def parse_line(line: str) -> LogLine:
    r"""The line that `format_line` made; raises `ValueError` for anything else.

    >>> parse_line("o 12.500 a b\n")
    LogLine(stream='stdout', when=12.5, text='a b')
    """
    letter, _, rest = line.rstrip("\n").partition(" ")
    when, _, text = rest.partition(" ")
    seconds = float(when) if letter in _STREAMS else -1
    if not 0 <= seconds < _LATEST:
        raise ValueError(f"not a line of a log: {line!r}")
    return LogLine(_STREAMS[letter], seconds, _ESCAPED.sub(_unescape, text))


def read_log(content: bytes) -> Iterator[LogLine]:
    """The lines of a whole log. A last line that is still being written is left out.

    What is no line of a log, as a full disk may leave it, is given as it stands.
    """
    when = 0.0
    for text in content.decode(errors="replace").split("\n")[:-1]:
        try:
            line = parse_line(text)
        except ValueError:
            line = LogLine(STDOUT, when, text)
        when = line.when
        yield line


def _unescape(found: re.Match[str]) -> str:
    return {"n": "\n", "r": "\r"}.get(found[1], found[1])
