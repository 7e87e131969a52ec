"""Lines of one source file with what is marked in them underlined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compiler.diagnostics.diagnostic import Severity
from compiler.diagnostics.render.terminal import Paint, plain, visible
from compiler.diagnostics.span import SourceFile, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to underline, and what to say about it."""

    span: Span
    label: str
    primary: bool


@dataclass(frozen=True, slots=True)
class _Underline:
    """A stretch of one line, in characters from 0, the end exclusive."""

    line: int
    start: int
    end: int | None
    """None for the rest of the line."""
    label: str
    primary: bool


def snippet(
    source: SourceFile, marks: Sequence[Mark], severity: Severity, margin: int, paint: Paint
) -> list[str]:
    """The marked lines in the order of the file, each with its underlines below.

    `margin` is the width of the gutter left of its bar. A gap of one line is filled,
    a longer one is shown as dots.
    """
    by_line: dict[int, list[_Underline]] = {}
    for mark in marks:
        for underline in _underlines(source, mark):
            by_line.setdefault(underline.line, []).append(underline)
    bar = paint("gutter", "|")
    out = [f"{' ' * margin}{bar}"]
    previous: int | None = None
    for line in sorted(by_line):
        out += _between(source, previous, line, margin, paint)
        previous = line
        out.append(_source_line(source, line, margin, paint))
        text = _text(source, line)
        # The rightmost first, and what the diagnostic is about before what helps with it.
        for underline in sorted(by_line[line], key=lambda u: (not u.primary, -u.start)):
            role = severity.value if underline.primary else "related"
            drawn = _draw(text, underline, role, paint)
            out.append(f"{' ' * margin}{bar} {drawn}")
    return out


def _underlines(source: SourceFile, mark: Mark) -> Iterator[_Underline]:
    """One for a span within a line; for a longer span its first and its last line."""
    span = mark.span
    if span.line == span.end_line:
        yield _Underline(span.line, span.column - 1, span.end_column - 1, mark.label, mark.primary)
        return
    yield _Underline(span.line, span.column - 1, None, "", mark.primary)
    last = _text(source, span.end_line)
    indent = len(last) - len(last.lstrip())
    start = min(indent, max(span.end_column - 2, 0))
    yield _Underline(span.end_line, start, span.end_column - 1, mark.label, mark.primary)


def _draw(text: str, underline: _Underline, role: str, paint: Paint) -> str:
    _, columns = visible(text)
    width = len(text)
    start = columns[min(underline.start, width)]
    end = columns[width if underline.end is None else min(underline.end, width)]
    sign = "^" if underline.primary else "-"
    stroke = sign * max(end - start, 1)
    label = " ".join(plain(line) for line in underline.label.splitlines())
    return " " * start + paint(role, f"{stroke} {label}".rstrip())


def _between(
    source: SourceFile, previous: int | None, line: int, margin: int, paint: Paint
) -> list[str]:
    if previous is None or line == previous + 1:
        return []
    if line == previous + 2:
        return [_source_line(source, previous + 1, margin, paint)]
    return [paint("gutter", "...")]


def _source_line(source: SourceFile, line: int, margin: int, paint: Paint) -> str:
    number = paint("gutter", f"{line:>{margin - 1}} |")
    shown, _ = visible(_text(source, line))
    return f"{number} {shown}".rstrip()


def _text(source: SourceFile, line: int) -> str:
    return source.lines[line - 1].rstrip("\r") if line <= len(source.lines) else ""
