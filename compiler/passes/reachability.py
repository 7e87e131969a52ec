"""Checks that every step can run, and that every run comes to the end."""

from __future__ import annotations

from collections.abc import Iterable

from compiler.diagnostics.catalogue.graph import (
    LoopWithoutExit,
    LoopWithoutSwitch,
    Unreachable,
)
from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.report import Report
from compiler.diagnostics.words import some_of
from compiler.ir.flow import Flow
from compiler.ir.graph import Edges, components, transition_span
from compiler.ir.transition import Switch
from compiler.passes.repair import Circle


def report_unreachable(flow: Flow, edges: Edges, seen: set[str], report: Report) -> None:
    """One diagnostic for each step that is the first of some that never run.

    The end step is left out: where it cannot be reached, something before it is wrong,
    and reported.
    """
    hidden: Edges = {
        name: tuple(target for target in targets if target not in seen)
        for name, targets in edges.items()
        if name not in seen
    }
    place = {step.name: index for index, step in enumerate(flow.steps)}
    told: set[str] = set()
    for group in reversed(components(hidden)):
        if told.issuperset(group) or group == [flow.end]:
            continue
        first = min(group, key=place.__getitem__)
        new = _reach_new(hidden, first, told)
        followers = sorted(new - {first, flow.end}, key=place.__getitem__)
        report.add(
            Unreachable(
                span=flow.by_name[first].span,
                start=flow.start,
                step=first,
                followers=f", nor to {some_of(followers)} after it" if followers else "",
            )
        )


def _reach_new(edges: Edges, root: str, told: set[str]) -> set[str]:
    """What the root reaches, without and from now on within what was told of."""
    new, stack = {root}, [root]
    told.add(root)
    while stack:
        for target in edges[stack.pop()]:
            if target not in told:
                told.add(target)
                new.add(target)
                stack.append(target)
    return new


def report_circles(flow: Flow, circles: Iterable[Circle], seen: set[str], report: Report) -> None:
    """One diagnostic for each loop that never ends."""
    for circle in circles:
        if circle.steps[0] not in seen:
            continue
        loop = some_of(circle.steps)
        if circle.closing is None:
            _report_endless(flow, circle, loop, report)
            continue
        step, target = (flow.by_name[name] for name in circle.closing)
        report.add(
            LoopWithoutSwitch(
                span=transition_span(step),
                related=(Related(target.span, "the loop begins here"),),
                step=step.name,
                target=target.name,
                loop=loop,
            )
        )


def _report_endless(flow: Flow, circle: Circle, loop: str, report: Report) -> None:
    steps = [flow.by_name[name] for name in circle.steps]
    switches = [step for step in steps if isinstance(step.transition, Switch)]
    if switches and all(len(step.transition.targets) == 1 for step in switches):
        return  # reported as switches without a choice
    report.add(
        LoopWithoutExit(
            span=transition_span((switches or steps)[-1]),
            related=(Related(steps[0].span, "the loop"),) if len(steps) > 1 else (),
            loop=loop,
            end=flow.end,
        )
    )
