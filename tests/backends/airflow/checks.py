"""What the checks find in a flow, and where."""

from __future__ import annotations

from compiler.backends.airflow.check import check
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.ir.flow import Flow
from compiler.settings import Settings

SETTINGS = Settings(datastore="s3://bucket/flows", queue="jobs")
"""With what every step needs, so that each test leaves out or gets wrong one thing."""


def problems(flow: Flow, settings: Settings = SETTINGS) -> tuple[Diagnostic, ...]:
    """All of them, in the order of the source."""
    report = Report()
    check(flow, settings, report)
    return report.diagnostics


def codes(flow: Flow, settings: Settings = SETTINGS) -> list[str]:
    """Only what they are."""
    return [found.code for found in problems(flow, settings)]


def places(flow: Flow, settings: Settings = SETTINGS) -> list[tuple[str, Span]]:
    """What and where they are."""
    return [(found.code, found.span) for found in problems(flow, settings)]
