"""The graph of a flow: as tables for card types, and as a drawing for the default card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from runtime_shim.plan import Plan, PlanStep

_KINDS = {
    "linear": "linear",
    "branch": "split-static",
    "foreach": "split-foreach",
    "gang": "split-parallel",
    "switch": "split-switch",
    "end": "end",
}
_MARKS = {"split-foreach": " \u00d7 n", "split-parallel": " \u00d7 n", "split-switch": " ?"}
_WIDTH, _HEIGHT, _GAP_X, _GAP_Y = 150, 34, 24, 34


def graph_of(plan: Plan, cls: object) -> dict[str, dict[str, Any]]:
    """By the name of each step what card types are given of it, in the words of Metaflow."""
    joins = {step.split: step.name for step in plan.steps.values() if step.split}
    return {step.name: _node(step, plan, cls, joins) for step in plan.steps.values()}


def _node(step: PlanStep, plan: Plan, cls: object, joins: Mapping[str, str]) -> dict[str, Any]:
    kind = _KINDS[step.kind]
    if kind == "linear":
        kind = "start" if step.name == plan.start else "join" if step.is_join else kind
    node: dict[str, Any] = {
        "name": step.name,
        "type": kind,
        "doc": getattr(getattr(cls, step.name, None), "__doc__", None) or "",
        "next": list(step.edges),
    }
    if step.items:
        node["foreach_artifact"] = step.items
    if step.condition:
        node["condition"] = step.condition
        node["switch_cases"] = {str(case.value): case.target for case in step.cases}
    if step.name in joins:
        node["matching_join"] = joins[step.name]
    return node


def drawing(graph: Mapping[str, Mapping[str, Any]], marked: str) -> str:
    """An SVG of the steps, from the top down, one of them marked."""
    places = _places({name: node["next"] for name, node in graph.items()})
    width = max(x for x, _ in places.values()) + _WIDTH + _GAP_X
    height = max(y for _, y in places.values()) + _HEIGHT + 1
    edges = [
        _edge(places[name], places[target])
        for name, node in graph.items()
        for target in node["next"]
    ]
    boxes = [_box(name, graph[name], place, name == marked) for name, place in places.items()]
    return (
        f'<svg class="dag" viewBox="-1 -1 {width + 1} {height + 1}" width="{width}" '
        f'role="img" aria-label="The steps of the flow">{"".join(edges + boxes)}</svg>'
    )


def _places(targets: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, int]]:
    """Where the box of each step is: rows by the longest way from the start, centred."""
    rows: dict[int, list[str]] = {}
    for name, depth in _depths(targets).items():
        rows.setdefault(depth, []).append(name)
    widest = max(map(len, rows.values()))
    return {
        name: (
            (widest - len(row)) * (_WIDTH + _GAP_X) // 2 + column * (_WIDTH + _GAP_X),
            depth * (_HEIGHT + _GAP_Y),
        )
        for depth, row in rows.items()
        for column, name in enumerate(row)
    }


def _depths(targets: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """The longest way to each step, in steps; the way back of a loop does not count."""
    order, back = _order(targets)
    depths = dict.fromkeys(targets, 0)
    for name in order:
        for target in targets[name]:
            if (name, target) not in back:
                depths[target] = max(depths[target], depths[name] + 1)
    return depths


def _order(targets: Mapping[str, Sequence[str]]) -> tuple[list[str], set[tuple[str, str]]]:
    """The steps so that each comes before what it leads to, and the ways back of loops."""
    finished: list[str] = []
    back: set[tuple[str, str]] = set()
    open_now: dict[str, Iterator[str]] = {}
    seen: set[str] = set()
    for first in targets:
        if first in seen:
            continue
        seen.add(first)
        open_now[first] = iter(targets[first])
        while open_now:
            name = next(reversed(open_now))
            target = next(open_now[name], None)
            if target is None:
                del open_now[name]
                finished.append(name)
            elif target in open_now:
                back.add((name, target))
            elif target not in seen:
                seen.add(target)
                open_now[target] = iter(targets[target])
    return finished[::-1], back


def _edge(start: tuple[int, int], end: tuple[int, int]) -> str:
    if end[1] <= start[1]:  # back to an earlier step of a loop: around the right-hand side
        x, y, to_x, to_y = start[0] + _WIDTH, start[1] + 24, end[0] + _WIDTH, end[1] + 10
        side = max(x, to_x) + _GAP_X
        return f'<path d="M{x} {y} C{side} {y} {side} {to_y} {to_x} {to_y}"/>'
    x, y, to_x, to_y = start[0] + _WIDTH // 2, start[1] + _HEIGHT, end[0] + _WIDTH // 2, end[1]
    bend = y + _GAP_Y // 2
    return f'<path d="M{x} {y} C{x} {bend} {to_x} {to_y - _GAP_Y // 2} {to_x} {to_y}"/>'


def _box(name: str, node: Mapping[str, Any], place: tuple[int, int], marked: bool) -> str:
    x, y = place
    label = f"{name}{_MARKS.get(node['type'], '')}"
    shown = label if len(label) <= 20 else f"{label[:19]}\u2026"
    title = escape(f"{name}: {node['doc']}" if node["doc"] else name)
    return (
        f"<g{' class=marked' if marked else ''}><title>{title}</title>"
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="6"/>'
        f'<text x="{x + _WIDTH // 2}" y="{y + _HEIGHT // 2 + 4}">{escape(shown)}</text></g>'
    )
