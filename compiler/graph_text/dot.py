"""A flow in the DOT language of Graphviz."""

from __future__ import annotations

from compiler.backends.backend import Program
from compiler.graph_text.drawing import Close, Node, Open, edges, shapes

_SHAPES = {"terminal": " [shape=oval]", "choice": " [shape=hexagon]", "plain": ""}
_ESCAPES = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\0": "\N{REPLACEMENT CHARACTER}"}
)


def dot(program: Program) -> str:
    """The digraph, its steps from top to bottom."""
    lines = [f"digraph {_quoted(program.flow.name)} {{", "    node [shape=box]"]
    depth = 1
    for item in shapes(program):
        if isinstance(item, Close):
            depth -= 1
        lines += ["    " * depth + line for line in _lines(item)]
        if isinstance(item, Open):
            depth += 1
    for edge in edges(program.flow):
        label = f" [label={_quoted(edge.label)}]" if edge.label else ""
        lines.append(f"    {_quoted(edge.source)} -> {_quoted(edge.target)}{label}")
    lines.append("}")
    return "\n".join(lines) + "\n"


def _lines(item: Node | Open | Close) -> tuple[str, ...]:
    if isinstance(item, Close):
        return ("}",)
    if isinstance(item, Open):
        # Graphviz draws a subgraph as a box only if its name begins like this.
        return (
            f"subgraph {_quoted(f'cluster_{item.key}')} {{",
            f"    label={_quoted(item.label)}",
        )
    return (f"{_quoted(item.step)}{_SHAPES[item.shape]}",)


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'
