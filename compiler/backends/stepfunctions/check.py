"""All checks of this target."""

from __future__ import annotations

from compiler.backends.stepfunctions.check_settings import setting_problems
from compiler.backends.stepfunctions.check_starts import start_problems
from compiler.backends.stepfunctions.check_steps import step_problems
from compiler.diagnostics.catalogue.targets import InvalidSetting
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.settings import Settings

_READING = ("FC2", "FC3", "FC4", "FC6")
"""The codes of what is wrong with parameters and the arguments of decorators."""


def check(flow: Flow, settings: Settings, report: Report) -> None:
    """Adds to the report whatever the target cannot honour."""
    whole = not any(error.code.startswith(_READING) for error in report.errors)
    for setting, value, problem in setting_problems(flow, settings):
        report.add(
            InvalidSetting(span=flow.span, setting=setting, value=str(value), problem=problem)
        )
    for found in step_problems(flow, settings):
        report.add(found)
    for found in start_problems(flow, settings, whole):
        report.add(found)
