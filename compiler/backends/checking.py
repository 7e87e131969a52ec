"""How every backend reports what its target cannot honour."""

from __future__ import annotations

from collections.abc import Iterable

from compiler.diagnostics.catalogue.targets import InvalidSetting
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow

_READING = ("FC2", "FC3", "FC4", "FC6")
"""The codes of what is wrong with parameters and the arguments of decorators."""

SettingProblem = tuple[str, object, str]
"""The setting, its value, and what is wrong with it."""


def is_whole(report: Report) -> bool:
    """Whether the flow lacks no parameter, and no part of a decorator, that was wrong."""
    return not any(error.code.startswith(_READING) for error in report.errors)


def add_problems(
    flow: Flow,
    report: Report,
    of_settings: Iterable[SettingProblem],
    of_flow: Iterable[Diagnostic],
) -> None:
    """Adds them. Settings have no line in the source, so the flow's name stands for them."""
    for setting, value, problem in of_settings:
        report.add(
            InvalidSetting(span=flow.span, setting=setting, value=str(value), problem=problem)
        )
    for found in of_flow:
        report.add(found)
