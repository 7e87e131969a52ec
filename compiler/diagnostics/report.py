"""Collects the diagnostics of one run."""

from __future__ import annotations

from compiler.diagnostics.diagnostic import Diagnostic, Severity


class Report:
    """The diagnostics of one run, each once, in the order of the source."""

    def __init__(self) -> None:
        self._found: dict[Diagnostic, None] = {}

    def add(self, diagnostic: Diagnostic) -> None:
        self._found.setdefault(diagnostic)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        return tuple(sorted(self._found, key=lambda found: (found.span, found.code)))

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)

    @property
    def failed(self) -> bool:
        """Whether anything found so far stops the compilation."""
        return any(found.severity is Severity.ERROR for found in self._found)
