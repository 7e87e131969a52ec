"""Checks the cases of each switch."""

from __future__ import annotations

from compiler.diagnostics.catalogue.graph import RepeatedCase, SwitchWithoutChoice
from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.ir.transition import Case, Switch


def check_switches(flow: Flow, report: Report) -> None:
    """Reports cases given twice, and switches that have only one way to go."""
    for step in flow.steps:
        switch = step.transition
        if not isinstance(switch, Switch):
            continue
        repeated = _report_repeated(switch, report)
        if len(switch.targets) == 1 and not repeated:
            report.add(
                SwitchWithoutChoice(span=switch.span, step=step.name, target=switch.targets[0])
            )


def _report_repeated(switch: Switch, report: Report) -> bool:
    # The keys are compared as Python compares them in the user's own dictionary.
    seen: dict[object, Case] = {}
    repeated = False
    for case in switch.cases:
        first = seen.setdefault(case.value, case)
        if first is not case:
            repeated = True
            same = type(first.value) is type(case.value)
            report.add(
                RepeatedCase(
                    span=case.span,
                    related=(Related(first.span, "the first one"),),
                    value=repr(case.value),
                    first=repr(first.value),
                    reason="" if same else ": Python takes the two for one key",
                )
            )
    return repeated
