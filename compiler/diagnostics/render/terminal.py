"""Text that is safe to print and whose width in a terminal is known."""

from __future__ import annotations

import unicodedata

TAB = 4
"""Columns between tab stops. Tabs are shown as spaces, so the terminal's own do not matter."""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, formats (bidirectional ones among them), surrogates, line separators."""

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "bold": "1",
    "gutter": "34",
    "related": "34",
    "help": "32",
}


def visible(text: str) -> tuple[str, list[int]]:
    """The text as it can be shown, and the column at which each of its characters starts.

    Columns count from 0; one more than there are characters, the last being the width
    of the whole. Tabs become spaces, and what could steer the terminal or reorder the
    line becomes a visible stand-in.

    >>> visible("a\\tb")
    ('a   b', [0, 1, 4, 5])
    """
    shown: list[str] = []
    columns = [0]
    for character in text:
        column = columns[-1]
        if character == "\t":
            character = " " * (TAB - column % TAB)
            width = len(character)
        else:
            character = _stand_in(character)
            width = _width(character)
        shown.append(character)
        columns.append(column + width)
    return "".join(shown), columns


def plain(text: str) -> str:
    """Text that came from the user's source, made safe to print on one line."""
    if text.isprintable():  # as nearly all is: no character of it is unsafe
        return text
    return "".join(_stand_in(character) for character in text)


def _stand_in(character: str) -> str:
    if character.isascii() and character.isprintable():
        return character
    if unicodedata.category(character) not in _UNSAFE:
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the picture of the control character
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else _REPLACEMENT


def _width(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me") or "\u1160" <= character <= "\u11ff":
        return 0  # drawn over the character before it
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Paint:
    """ANSI colours, or none of them."""

    def __init__(self, colour: bool) -> None:
        self._colour = colour

    def __call__(self, role: str, text: str) -> str:
        if not self._colour or not text:
            return text
        return f"\x1b[{_CODES[role]}m{text}\x1b[0m"
