"""Texts and numbers as Python's literals, and how wide a text is."""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNICODE = unicodedata.ucd_3_2_0
"""One version of Unicode for all Pythons: what it does not have is escaped."""
_UNCERTAIN = re.compile(
    r"[\xad\u1160-\u11ff\u17a4\u17d8\u1885\u1886\u2300-\u2bff\u3164\uff9e-\uffa0]"
)
"""Without a shape, or of another width in other versions of Unicode: the soft hyphen, parts of
Korean syllables, marks that count as letters, and symbols."""


def number(value: float | None) -> str:
    """The literal of a number, a truth value, or of nothing.

    >>> number(True), number(2), number(0.5), number(1e16)
    ('True', '2', '0.5', '1e16')
    """
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return repr(value).replace("e+", "e")


def quoted(text: str) -> str:
    """The literal of a text, in the quotes that formatters prefer.

    >>> quoted("it's"), quoted('a "b"'), quoted("a\\nb")
    ('"it\\'s"', '\\'a "b"\\'', '"a\\\\nb"')
    """
    quote = "'" if text.count('"') > text.count("'") else '"'
    if text.isascii() and text.isprintable() and quote not in text and "\\" not in text:
        return f"{quote}{text}{quote}"
    body = "".join(f"\\{quote}" if letter == quote else _escaped(letter) for letter in text)
    return f"{quote}{body}{quote}"


def docstring(text: str) -> str:
    """The literal of a text as the first thing in a file, each of its lines in one.

    It ends with a newline: a quote at the end would be one of those that close it.
    """
    lines = ("".join(map(_escaped, line)) for line in text.split("\n"))
    body = "\n".join(lines).replace('"""', r"\"\"\"")
    return f'"""{body}"""'


def width(text: str) -> int:
    """The columns that a text takes, in which nothing is escaped."""
    return len(text) if text.isascii() else sum(_columns(letter) for letter in text)


@lru_cache(maxsize=1024)
def _escaped(letter: str) -> str:
    if letter == " " or _is_shown(letter):
        return letter
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    code = ord(letter)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_shown(letter: str) -> bool:
    """Whether it is better seen than escaped: it has a shape, and a width that is certain."""
    shaped = letter != "\\" and _UNICODE.category(letter)[0] in "LNPS"
    return shaped and not _UNCERTAIN.match(letter)


def _columns(letter: str) -> int:
    return 2 if _UNICODE.east_asian_width(letter) in "WF" else 1
