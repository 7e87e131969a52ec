"""Checks the calls of `merge_artifacts`."""

from __future__ import annotations

from compiler.diagnostics.catalogue.artifacts import (
    MergeConflict,
    MergeIncludeAndExclude,
    MergeOfUnknown,
    MergeOutsideJoin,
)
from compiler.diagnostics.diagnostic import did_you_mean
from compiler.diagnostics.report import Report
from compiler.ir.artifacts import Merge
from compiler.ir.step import Step
from compiler.passes.artifacts_branches import BranchWrites
from compiler.passes.artifacts_flow import UNSEEN, ArtifactFlow


def check_merges(
    step: Step, artifacts: ArtifactFlow, branches: BranchWrites, report: Report
) -> None:
    """Reports merges outside of joins, of what no input has, and of what is in conflict.

    The rules are those of Metaflow's `FlowSpec.merge_artifacts`: a name that the join has
    set itself before is left alone; all others need one value in all inputs that have them.
    """
    for merge in step.artifacts.merges:
        if not step.is_join:
            report.add(MergeOutsideJoin(span=merge.span, step=step.name))
            continue
        if merge.include and merge.exclude:
            report.add(MergeIncludeAndExclude(span=merge.span))
            continue
        if merge.known:
            _check_included(step, merge, artifacts, report)
            _check_conflicts(step, merge, artifacts, branches, report)


def _check_included(step: Step, merge: Merge, artifacts: ArtifactFlow, report: Report) -> None:
    found = artifacts.inputs[step.name]
    own = artifacts.written(step)
    if (found | own) & UNSEEN:
        return
    for name in merge.include or ():
        if not artifacts.may_have(found | own, name):
            suggestion = did_you_mean(name, artifacts.names_of(found))
            report.add(
                MergeOfUnknown(span=merge.span, step=step.name, name=name, suggestion=suggestion)
            )


def _check_conflicts(
    step: Step, merge: Merge, artifacts: ArtifactFlow, branches: BranchWrites, report: Report
) -> None:
    own = artifacts.written(step)
    if own & UNSEEN:
        return
    met = artifacts.merged(merge, branches.conflicts(step)) & ~own
    names = [name for name in artifacts.names_of(met) if name not in artifacts.readable]
    if names:
        verb = "is" if len(names) == 1 else "are"
        report.add(
            MergeConflict(
                span=merge.span,
                names=", ".join(f"`{name}`" for name in names) + f" {verb}",
                listed=", ".join(f'"{name}"' for name in names),
            )
        )
