"""Diagnostics as JSON, for editors and scripts."""

from __future__ import annotations

import json
from collections.abc import Sequence

from compiler.diagnostics.diagnostic import Diagnostic, Severity
from compiler.diagnostics.render.common import Locate, unchanged
from compiler.diagnostics.span import Span

FORMAT_VERSION = 1
"""Raised by every change that a reader of the JSON could notice, but for additions."""


def render_json(diagnostics: Sequence[Diagnostic], *, locate: Locate = unchanged) -> str:
    """One object: the diagnostics in the order of the source, and how many of which severity."""
    document = {
        "version": FORMAT_VERSION,
        "diagnostics": [_diagnostic(found, locate) for found in diagnostics],
        "summary": {
            f"{severity.value}s": sum(found.severity is severity for found in diagnostics)
            for severity in Severity
        },
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _diagnostic(found: Diagnostic, locate: Locate) -> dict[str, object]:
    return {
        "code": found.code,
        "severity": found.severity.value,
        "title": found.title,
        "message": found.message,
        "help": found.advice or None,
        "location": _location(found.span, locate),
        "related": [
            {"message": related.label, "location": _location(related.span, locate)}
            for related in found.related
        ],
    }


def _location(span: Span, locate: Locate) -> dict[str, object]:
    """Lines and columns from 1, columns in characters, the end exclusive."""
    return {
        "file": locate(span.file),
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
