"""Where in the user's source a thing stands."""

from __future__ import annotations

import ast
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one source file.

    Lines and columns count from 1; columns count characters, not the UTF-8 bytes
    that `ast` counts. The end is exclusive: a one-character span ends one column
    after it starts. `file` is relative to the project root, with forward slashes,
    so that a span is the same on every machine.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def to(self, end: Span) -> Span:
        """The stretch from the start of this span to the end of another one."""
        return Span(self.file, self.line, self.column, end.end_line, end.end_column)

    def within(self, start: int, length: int) -> Span:
        """`length` characters of a one-line span, `start` characters in from its beginning."""
        column = self.column + start
        return Span(self.file, self.line, column, self.line, column + max(length, 1))


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The text of one file, and the way from an `ast` node to a span in it."""

    file: str
    text: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, file: str, text: str) -> SourceFile:
        return cls(file, text, tuple(text.split("\n")))

    def span(self, node: ast.expr | ast.stmt | ast.arg | ast.keyword | ast.alias) -> Span:
        """The span of a node that the parser placed in this file."""
        end_line = node.end_lineno or node.lineno
        end_offset = node.end_col_offset if node.end_col_offset is not None else node.col_offset
        return Span(
            self.file,
            node.lineno,
            self._column(node.lineno, node.col_offset),
            end_line,
            self._column(end_line, end_offset),
        )

    def name_span(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> Span:
        """The span of the name in a `class` or `def` line, which `ast` does not record."""
        line = self.lines[node.lineno - 1] if node.lineno <= len(self.lines) else ""
        start = line.find(node.name, self._column(node.lineno, node.col_offset) - 1) + 1
        return Span(self.file, node.lineno, start, node.lineno, start + len(node.name))

    def _column(self, line: int, byte_offset: int) -> int:
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        if text.isascii():
            return byte_offset + 1
        return len(text.encode()[:byte_offset].decode(errors="ignore")) + 1
