"""Checks that `num_parallel` and `@parallel` go together, and that a join follows."""

from __future__ import annotations

from compiler.diagnostics.catalogue.graph import (
    GangWithoutParallel,
    ParallelNotJoined,
    ParallelWithoutGang,
)
from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.ir.graph import transition_span
from compiler.ir.step import Step
from compiler.ir.transition import Branch, End, Foreach, Gang, Linear


def check_gangs(flow: Flow, report: Report) -> None:
    """Reports gangs without `@parallel`, `@parallel` without a gang or without a join."""
    for step in flow.steps:
        if isinstance(step.transition, Gang):
            _check_split(flow, step, step.transition, report)
        # A `@parallel` that is out of place asks for no join.
        if step.parallel and _check_started(flow, step, report):
            _check_joined(flow, step, report)


def _check_split(flow: Flow, step: Step, gang: Gang, report: Report) -> None:
    member = flow.by_name.get(gang.target)
    # A join right after the split is reported as a split with nothing in between, and
    # neither the start nor the end is what was meant.
    elsewhere = member is None or member.is_join or member.name in (flow.start, flow.end)
    if member is not None and not elsewhere and not member.parallel:
        report.add(
            GangWithoutParallel(
                span=gang.span,
                related=(Related(member.span, f"`{member.name}` has no `@parallel`"),),
                step=step.name,
                target=member.name,
            )
        )


def _check_started(flow: Flow, step: Step, report: Report) -> bool:
    starters = [flow.by_name[name] for name in flow.predecessors[step.name]]
    wrong = [before for before in starters if not isinstance(before.transition, Gang)]
    # A step that nothing leads to is reported as such.
    if wrong or step.name == flow.start:
        related = tuple(
            Related(transition_span(before), f"`{before.name}` starts it") for before in wrong
        )
        report.add(ParallelWithoutGang(span=step.span, related=related, step=step.name))
        return False
    return True


def _check_joined(flow: Flow, step: Step, report: Report) -> None:
    follows = _what_follows(flow, step)
    if follows:
        report.add(ParallelNotJoined(span=transition_span(step), step=step.name, follows=follows))


def _what_follows(flow: Flow, step: Step) -> str:
    """What is wrong with what follows the step, as words; empty if nothing is."""
    transition = step.transition
    if isinstance(transition, Linear):
        after = flow.by_name.get(transition.target)
        if after is None or after.is_join or after.name == flow.start:
            return ""
        return f"`{after.name}`, which follows it, is not a join"
    if isinstance(transition, End):
        # Any other step without `self.next` is reported where steps are read.
        return "it is the end of the flow" if step.name == flow.end else ""
    if isinstance(transition, Branch):
        return "it splits again before a join"
    if isinstance(transition, Foreach | Gang):
        return "it fans out again before a join"
    return "a switch follows it instead of a join"
