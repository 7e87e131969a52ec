"""Cuts what comes out of a pipe into lines."""

from __future__ import annotations

import codecs

MAX_LINE = 1 << 20
"""Characters after which a line is cut, for output that never ends one."""


class Lines:
    """The lines of one stream of bytes, as UTF-8; what is none becomes U+FFFD."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._begun: list[str] = []
        self._length = 0

    def feed(self, content: bytes, final: bool = False) -> list[str]:
        """The lines that the bytes complete; at the end also one that no newline ends."""
        *lines, rest = self._decoder.decode(content, final).split("\n")
        if lines:
            lines[0] = self._take() + lines[0]
        self._begun.append(rest)
        self._length += len(rest)
        if self._length and (final or self._length > MAX_LINE):
            lines.append(self._take())
        return lines

    def _take(self) -> str:
        line = "".join(self._begun)
        self._begun.clear()
        self._length = 0
        return line
