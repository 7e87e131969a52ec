"""All checks of this target."""

from __future__ import annotations

from itertools import chain

from compiler.backends.argo.check_settings import setting_problems
from compiler.backends.argo.check_starts import start_problems
from compiler.backends.argo.check_steps import step_problems
from compiler.backends.checking import add_problems, is_whole
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.settings import Settings


def check(flow: Flow, settings: Settings, report: Report) -> None:
    """Adds to the report whatever the target cannot honour."""
    whole = is_whole(report)
    found = chain(step_problems(flow, settings, whole), start_problems(flow, settings, whole))
    add_problems(flow, report, setting_problems(settings), found)
