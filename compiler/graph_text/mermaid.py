"""A flow as a Mermaid flowchart."""

from __future__ import annotations

from compiler.backends.backend import Program
from compiler.graph_text.drawing import Close, Node, Open, edges, shapes

_SHAPES = {"terminal": ('(["', '"])'), "choice": ('{{"', '"}}'), "plain": ('["', '"]')}
_SAFE = frozenset(" _-.,=+/()")


def mermaid(program: Program) -> str:
    """The flowchart, its steps from top to bottom."""
    lines = ["flowchart TD"]
    depth = 1
    for item in shapes(program):
        if isinstance(item, Close):
            depth -= 1
        lines.append("    " * depth + _line(item))
        if isinstance(item, Open):
            depth += 1
    for edge in edges(program.flow):
        label = f'|"{_text(edge.label)}"|' if edge.label else ""
        lines.append(f"    {_id(edge.source)} -->{label} {_id(edge.target)}")
    return "\n".join(lines) + "\n"


def _line(item: Node | Open | Close) -> str:
    if isinstance(item, Close):
        return "end"
    if isinstance(item, Open):
        return f'subgraph {item.key}["{_text(item.label)}"]'
    before, after = _SHAPES[item.shape]
    return f"{_id(item.step)}{before}{_text(item.step)}{after}"


def _id(step: str) -> str:
    """A name that is no word of Mermaid's, as `end` is."""
    return f"step_{step}"


def _text(text: str) -> str:
    """Text between quotes: whatever Mermaid could take for syntax as an entity code."""
    return "".join(
        character if character.isalnum() or character in _SAFE else f"#{ord(character)};"
        for character in text
    )
