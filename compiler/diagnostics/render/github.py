"""Diagnostics as GitHub workflow commands: a line each, shown at the line of the source.

The form is that of "Workflow commands for GitHub Actions" in GitHub's documentation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compiler.diagnostics.diagnostic import Diagnostic, Severity
from compiler.diagnostics.render.common import Locate, unchanged

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render_github(diagnostics: Sequence[Diagnostic], *, locate: Locate = unchanged) -> str:
    """One command per diagnostic."""
    return "".join(_command(found, locate) for found in diagnostics)


def _command(found: Diagnostic, locate: Locate) -> str:
    properties = ",".join(f"{name}={_property(value)}" for name, value in _place(found, locate))
    message = "\n".join(_message(found, locate))
    return f"::{_COMMANDS[found.severity]} {properties}::{_data(message)}\n"


def _place(found: Diagnostic, locate: Locate) -> Iterator[tuple[str, str]]:
    span = found.span
    yield "file", locate(span.file)
    yield "line", str(span.line)
    if span.line == span.end_line:
        yield "col", str(span.column)
        # GitHub counts the last character in, a span counts it out.
        yield "endColumn", str(max(span.end_column - 1, span.column))
    else:  # columns are refused for more than one line
        yield "endLine", str(span.end_line)
    yield "title", f"{found.code} {found.title}"


def _message(found: Diagnostic, locate: Locate) -> Iterator[str]:
    yield found.message
    for related in found.related:
        yield f"{locate(related.span.file)}:{related.span.line}: {related.label}"
    if found.advice:
        yield f"help: {found.advice}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
