"""Collects the diagnostics of one run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from compiler.diagnostics.diagnostic import Diagnostic, Severity

_SHORTEST_SECRET = 4
"""Shorter values are no secrets, and masking them would garble unrelated words."""


class Report:
    """The diagnostics of one run, each once, in the order of the source.

    `secrets` are texts that no diagnostic may show, such as the values of environment
    variables that a flow reads while it is compiled.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._found: dict[Diagnostic, None] = {}
        # The longest first, lest a part of one be left of another.
        self._secrets = sorted(
            {secret for secret in secrets if len(secret) >= _SHORTEST_SECRET}, key=len, reverse=True
        )

    def add(self, diagnostic: Diagnostic) -> None:
        self._found.setdefault(self._masked(diagnostic) if self._secrets else diagnostic)

    def _masked(self, diagnostic: Diagnostic) -> Diagnostic:
        facts = {name: self._mask(value) for name, value in diagnostic.by_field().items()}
        return type(diagnostic)(**facts)

    def _mask(self, value: Any) -> Any:
        if isinstance(value, str):
            for secret in self._secrets:
                value = value.replace(secret, "***")
        return value

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
