"""A flow in words: its steps, what they are for, and where they lead."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.backends.backend import Program
from compiler.graph_text.drawing import Edge, Node, edges, shapes


def outline(program: Program) -> str:
    """The flow with its docstring, then each step with its own and the steps after it."""
    flow = program.flow
    after: dict[str, list[Edge]] = {step.name: [] for step in flow.steps}
    for edge in edges(flow):
        after[edge.source].append(edge)
    order = (item.step for item in shapes(program) if isinstance(item, Node))
    parts = [[flow.name, *_doc(flow.doc)]]
    parts += [[step, *_doc(flow.by_name[step].doc), *_next(after[step])] for step in order]
    return "\n\n".join("\n".join(lines) for lines in parts) + "\n"


def _doc(doc: str) -> Iterator[str]:
    return (f"    {line}".rstrip() for line in doc.splitlines())


def _next(after: list[Edge]) -> Iterator[str]:
    labels = {edge.label for edge in after}
    if labels == {""}:
        yield f"    => {', '.join(edge.target for edge in after)}"
        return
    for edge in after:
        yield f"    => {edge.target} ({edge.label})"
