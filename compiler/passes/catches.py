"""Checks that a step with `@catch` can go on after a failure."""

from __future__ import annotations

from compiler.diagnostics.catalogue.graph import CatchOnFanOut, CatchOnSwitch
from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.ir.transition import Foreach, Gang, Switch


def check_catches(flow: Flow, report: Report) -> None:
    """Reports `@catch` on steps whose failure would leave open what comes next."""
    for step in flow.steps:
        if step.catch is None:
            continue
        if isinstance(step.transition, Foreach | Gang):
            related = (Related(step.transition.span, "the fan-out"),)
            report.add(CatchOnFanOut(span=step.catch.span, related=related, step=step.name))
        elif isinstance(step.transition, Switch):
            related = (Related(step.transition.span, "the switch"),)
            report.add(CatchOnSwitch(span=step.catch.span, related=related, step=step.name))
