"""The checks that run on every flow, in order."""

from __future__ import annotations

from collections.abc import Callable

from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.passes.artifacts import check_artifacts
from compiler.passes.catches import check_catches
from compiler.passes.gangs import check_gangs
from compiler.passes.structure import check_structure
from compiler.passes.switches import check_switches
from compiler.passes.transitions import check_transitions
from compiler.passes.verify import verify

Check = Callable[[Flow, Report], None]

CHECKS: tuple[Check, ...] = (
    check_transitions,
    check_switches,
    check_gangs,
    check_catches,
    check_structure,
    check_artifacts,
)


def run_checks(flow: Flow, report: Report) -> None:
    """Reports all that is wrong with a flow, in one go.

    A check takes any flow that `verify` accepts, however wrong its graph is.
    """
    verify(flow)
    for check in CHECKS:
        check(flow, report)
