"""Checks every edge by itself: where it leads, and whether it may."""

from __future__ import annotations

from compiler.diagnostics.catalogue.graph import (
    EndContinues,
    RepeatedTarget,
    StartEntered,
    UnknownTarget,
)
from compiler.diagnostics.catalogue.splits import EndJoins
from compiler.diagnostics.diagnostic import Related, did_you_mean
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.ir.flow import Flow
from compiler.ir.graph import transition_span
from compiler.ir.step import Step
from compiler.ir.transition import Branch, End, Switch


def check_transitions(flow: Flow, report: Report) -> None:
    """Reports unknown and repeated targets, ways into the start, ways out of the end."""
    for step in flow.steps:
        if step.name == flow.end:
            _check_end(step, report)
            if not isinstance(step.transition, End):
                continue
        for target in dict.fromkeys(step.transition.targets):
            _check_target(flow, step, target, report)
        if isinstance(step.transition, Branch):
            _check_repeated(step, step.transition, report)


def _check_end(end: Step, report: Report) -> None:
    if not isinstance(end.transition, End):
        report.add(EndContinues(span=end.transition.span, end=end.name))
    if end.inputs is not None:
        report.add(EndJoins(span=end.span, end=end.name, inputs=end.inputs))


def _check_target(flow: Flow, step: Step, target: str, report: Report) -> None:
    if target not in flow.by_name:
        suggestion = did_you_mean(target, tuple(flow.by_name))
        if target in flow.properties:
            suggestion = ": the method has no `@step`"
        report.add(
            UnknownTarget(
                span=_target_span(step, target),
                step=step.name,
                target=target,
                suggestion=suggestion,
            )
        )
    elif target == flow.start:
        start = flow.by_name[flow.start]
        report.add(
            StartEntered(
                span=_target_span(step, target),
                related=(Related(start.span, "the flow starts here"),),
                step=step.name,
                start=target,
            )
        )


def _target_span(step: Step, target: str) -> Span:
    """Where the target is named; in a switch, the whole case."""
    transition = step.transition
    if isinstance(transition, Switch):
        return next(case.span for case in transition.cases if case.target == target)
    if isinstance(transition, End) or not transition.target_spans:
        return transition_span(step)
    return transition.target_spans[transition.targets.index(target)]


def _check_repeated(step: Step, branch: Branch, report: Report) -> None:
    seen: set[str] = set()
    for index, target in enumerate(branch.targets):
        if target in seen:
            span = branch.target_spans[index] if branch.target_spans else branch.span
            report.add(RepeatedTarget(span=span, step=step.name, target=target))
        seen.add(target)
