"""All checks of this target."""

from __future__ import annotations

from itertools import chain

from compiler.backends.airflow.check_graph import graph_problems
from compiler.backends.airflow.check_settings import setting_problems
from compiler.backends.airflow.check_starts import start_problems
from compiler.backends.airflow.check_steps import step_problems
from compiler.backends.checking import add_problems, is_whole
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.settings import Settings


def check(flow: Flow, settings: Settings, report: Report) -> None:
    """Adds to the report whatever the target cannot honour."""
    found = chain(
        step_problems(flow, settings),
        graph_problems(flow, settings),
        start_problems(flow, settings, is_whole(report)),
    )
    add_problems(flow, report, setting_problems(flow, settings), found)
