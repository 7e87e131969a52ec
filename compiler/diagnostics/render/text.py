"""Diagnostics for people: the source, what is wrong underlined, what to write instead.

error[FC310]: unknown argument
  --> flow.py:7:16
   |
 7 |     @resources(gpus=1)
   |                ^^^^ `resources` has no argument `gpus`
   help: did you mean `gpu`?
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.render.common import Locate, unchanged
from compiler.diagnostics.render.snippet import Mark, snippet
from compiler.diagnostics.render.terminal import Paint, plain
from compiler.diagnostics.span import SourceFile, Span


def render_text(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, SourceFile],
    *,
    colour: bool = False,
    locate: Locate = unchanged,
) -> str:
    """All of the diagnostics, a blank line after each."""
    paint = Paint(colour)
    return "".join(_render(found, sources, paint, locate) + "\n" for found in diagnostics)


def _render(
    diagnostic: Diagnostic, sources: Mapping[str, SourceFile], paint: Paint, locate: Locate
) -> str:
    marks = _marks(diagnostic)
    margin = max((len(str(mark.span.end_line)) for mark in marks), default=1) + 2
    lines = [_title(diagnostic, paint)]
    for file, of_file in _by_file(marks).items():
        primary = of_file[0]
        arrow = paint("gutter", "-->" if primary.primary else ":::")
        lines.append(f"{' ' * (margin - 1)}{arrow} {_place(primary.span, locate)}")
        if file in sources:
            lines += snippet(sources[file], of_file, diagnostic.severity, margin, paint)
        else:  # a file that was never read as source: its place and its label alone
            lines += [f"{' ' * margin}{plain(mark.label)}" for mark in of_file]
    lines += _help(diagnostic, margin, paint)
    return "\n".join(lines) + "\n"


def _title(diagnostic: Diagnostic, paint: Paint) -> str:
    severity = diagnostic.severity.value
    return paint(severity, f"{severity}[{diagnostic.code}]") + paint(
        "bold", f": {plain(diagnostic.title)}"
    )


def _marks(diagnostic: Diagnostic) -> list[Mark]:
    return [
        Mark(diagnostic.span, diagnostic.message, primary=True),
        *(Mark(related.span, related.label, primary=False) for related in diagnostic.related),
    ]


def _by_file(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    files: dict[str, list[Mark]] = {}
    for mark in marks:
        files.setdefault(mark.span.file, []).append(mark)
    return files


def _place(span: Span, locate: Locate) -> str:
    return f"{plain(locate(span.file))}:{span.line}:{span.column}"


def _help(diagnostic: Diagnostic, margin: int, paint: Paint) -> list[str]:
    if not diagnostic.advice:
        return []
    first, *others = diagnostic.advice.splitlines()
    indent = " " * margin
    return [
        f"{indent}{paint('help', 'help:')} {plain(first)}",
        *(f"{indent}      {plain(line)}".rstrip() for line in others),
    ]
