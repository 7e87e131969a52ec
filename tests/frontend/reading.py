"""Reads flows given as text, for the tests of the frontend and of the passes."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.span import Span
from compiler.pipeline import Checked, check_flow
from compiler.settings import Settings

HEADER = "from metaflow import *\n"


def check(folder: Path, text: str, settings: Settings | None = None, **siblings: str) -> Checked:
    """Writes a flow, and modules beside it by name, into an empty folder and checks it."""
    (folder / "flowc.toml").touch()
    for name, sibling in siblings.items():
        path = folder.joinpath(*name.split("__")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(sibling))
    flow = folder / "flow.py"
    flow.write_text(dedent(text))
    return check_flow(flow, settings=settings)


def found(checked: Checked) -> list[tuple[str, int]]:
    """The code and the line of every diagnostic."""
    return [(d.code, d.span.line) for d in checked.report.diagnostics]


def underlined(checked: Checked, diagnostic: Diagnostic) -> str:
    """The characters that a one-line diagnostic points at."""
    return text_at(checked, diagnostic.span)


def text_at(checked: Checked, span: Span) -> str:
    """The characters of a span within one line."""
    return checked.sources[span.file].lines[span.line - 1][span.column - 1 : span.end_column - 1]
