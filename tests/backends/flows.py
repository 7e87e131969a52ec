"""Flows for tests, without the frontend."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.ir.flow import Flow
from compiler.ir.region import Sequence
from compiler.ir.regions import build_regions
from compiler.ir.step import Step
from compiler.ir.transition import Branch, Case, End, Foreach, Gang, Linear, Switch, Transition

SPAN = Span("flow.py", 1, 1, 1, 2)

Graph = Mapping[str, tuple[str, ...]]
"""From a step to its form (`linear`, `branch`, `foreach`, `gang`, `switch`, `end`) and its
targets. A step after more than one other, but for a switch, is a join if it is named so."""


def at(line: int) -> Span:
    return Span("flow.py", line, 1, line, 2)


def transition(form: str, targets: tuple[str, ...]) -> Transition:
    if form == "linear":
        return Linear(target=targets[0], span=SPAN)
    if form == "branch":
        return Branch(targets=targets, span=SPAN)
    if form == "foreach":
        return Foreach(target=targets[0], items="items", span=SPAN)
    if form == "gang":
        return Gang(target=targets[0], size=2, span=SPAN)
    if form == "switch":
        cases = tuple(Case(value=target, target=target, span=SPAN) for target in targets)
        return Switch(condition="way", cases=cases, span=SPAN)
    return End()


def make_flow(
    graph: Graph, steps: Mapping[str, dict[str, Any]] | None = None, **fields: Any
) -> Flow:
    """A flow from a graph, with more fields for some of its steps and for itself."""
    more = steps or {}
    gangs = {targets[0] for form, *targets in graph.values() if form == "gang"}
    made = tuple(
        Step(
            name=name,
            transition=transition(form, tuple(targets)),
            inputs="inputs" if name.startswith("join") else None,
            parallel=name in gangs,
            span=at(number),
            **more.get(name, {}),
        )
        for number, (name, (form, *targets)) in enumerate(graph.items(), 1)
    )
    given = {"name": "TestFlow", "file": "flow.py", "start": "start", "end": "end", "span": SPAN}
    return Flow(**{**given, **fields}, steps=made)


def regions(flow: Flow) -> Sequence:
    report = Report()
    region = build_regions(flow, report)
    assert region is not None, [found.message for found in report.diagnostics]
    return region


LINE: Graph = {"start": ("linear", "end"), "end": ("end",)}
