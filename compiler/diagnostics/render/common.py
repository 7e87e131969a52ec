"""What the renderers share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from compiler.diagnostics.diagnostic import Diagnostic, Severity

Locate = Callable[[str], str]
"""From the file of a span to the path to show."""


def unchanged(file: str) -> str:
    """The `Locate` that shows paths as they are: relative to the project."""
    return file


def summary(diagnostics: Sequence[Diagnostic], subject: str) -> str:
    """How many of which severity.

    >>> summary((), "flow.py")
    'no errors in flow.py'
    """
    return f"{tally(diagnostics) or 'no errors'} in {subject}"


def tally(diagnostics: Sequence[Diagnostic]) -> str:
    """How many of which severity; nothing where there are none."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    return ", ".join(
        _counted(counts[severity], severity.value) for severity in Severity if counts[severity]
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
