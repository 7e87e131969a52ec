"""What the flows in `inline/` say about their own mistakes.

A line that is wrong ends in a comment, one for each diagnostic that is expected there:

    @resources(gpus=1)  # E: FC205 "did you mean `gpu`"

`E` is an error, `W` a warning and `N` a note; the text in quotes is part of the label or
of the help. A flow without such comments is one that must be accepted.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

INLINE = Path(__file__).resolve().parent / "inline"

_COMMENT = re.compile(r'# (?P<severity>[EWN]): (?P<code>FC\d{3}) "(?P<text>.+?)"(?=  #|$)')


@dataclass(frozen=True)
class Expected:
    """One diagnostic that a comment asks for."""

    line: int
    severity: str
    code: str
    text: str


@dataclass(frozen=True)
class InlineFlow:
    """One class of a file, and what is to be said about it."""

    source: Path
    name: str
    expected: tuple[Expected, ...]


def inline_flows() -> list[InlineFlow]:
    """Every flow in `inline/`, file by file."""
    return [flow for path in sorted(INLINE.glob("*.py")) for flow in _flows_of(path)]


def _flows_of(path: Path) -> list[InlineFlow]:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    comments = [found for line, one in enumerate(lines, 1) for found in _expected(line, one)]
    flows = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and any(_is_flow_spec(base) for base in node.bases):
            first = min([node.lineno, *(above.lineno for above in node.decorator_list)])
            own = tuple(c for c in comments if first <= c.line <= (node.end_lineno or first))
            flows.append(InlineFlow(path, node.name, own))
    return flows


def _is_flow_spec(base: ast.expr) -> bool:
    return isinstance(base, ast.Name) and base.id == "FlowSpec"


def _expected(line: int, text: str) -> list[Expected]:
    return [
        Expected(line, match["severity"], match["code"], match["text"])
        for match in _COMMENT.finditer(text)
    ]
