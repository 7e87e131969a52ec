"""Checks that no edge leads into a branch of a split or out of it, but split and join."""

from __future__ import annotations

from compiler.diagnostics.catalogue.splits import BranchEnteredFromOutside, CrossesSplit
from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.ir.graph import Edges, transition_span
from compiler.ir.scopes import Conflict, Scope, Scopes
from compiler.ir.transition import Branch


def report_crossings(
    flow: Flow, edges: Edges, scopes: Scopes, unsure: set[str], report: Report
) -> Edges:
    """One diagnostic for each step that is both in a branch and not; gives the other edges.

    Conflicts near `unsure` steps are left out if they may follow from another mistake.
    """
    wrong: dict[str, set[str]] = {}
    told: set[str] = set()
    follows_on = report.failed
    for conflict in scopes.conflicts:
        wrong.setdefault(conflict.second.step, set()).add(conflict.step)
        sure = unsure.isdisjoint({conflict.first.step, conflict.second.step})
        if conflict.step not in told and (sure or not follows_on):
            told.add(conflict.step)
            _report(flow, conflict, report)
    return {
        name: tuple(target for target in targets if target not in wrong.get(name, ()))
        for name, targets in edges.items()
    }


def _report(flow: Flow, conflict: Conflict, report: Report) -> None:
    step = flow.by_name[conflict.step]
    first, second = conflict.first, conflict.second
    if second.begins and not first.begins:
        first, second = second, first
    culprit = flow.by_name[second.step]
    here = Related(step.span, f"`{step.name}`")
    if first.begins:
        split = flow.by_name[first.step]
        report.add(
            BranchEnteredFromOutside(
                span=transition_span(culprit),
                related=(Related(transition_span(split), "the split"), here),
                step=culprit.name,
                target=step.name,
                split=split.name,
            )
        )
        return
    report.add(
        CrossesSplit(
            span=transition_span(culprit),
            related=(here,),
            step=culprit.name,
            target=step.name,
            here=_place(flow, culprit.name, second.scope),
            there=_place(flow, step.name, first.scope),
        )
    )


def _place(flow: Flow, step: str, scope: Scope | None) -> str:
    if scope is None:
        return f"`{step}` is outside of every split"
    if isinstance(flow.by_name[scope.split].transition, Branch):
        return f"`{step}` is in the branch `{scope.branch}` of the split at `{scope.split}`"
    return f"`{step}` is in the fan-out of `{scope.split}`"
