"""What a diagnostic is. The diagnostics themselves stand in `catalogue/`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from compiler.diagnostics.span import Span
from compiler.record import KeywordRecord


class Severity(str, Enum):
    """How bad it is. Only an error stops a compilation."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that helps to understand the first one."""

    span: Span
    label: str


class Diagnostic(KeywordRecord):
    """One thing that is wrong, or worth knowing, at one place of the user's source.

    A subclass is one kind of diagnostic. It declares `code`, `title`, `label` and
    `help` as class attributes, and its facts as annotations; `label` and `help` are
    `str.format` templates over these facts, so a check passes facts and never sentences.
    The docstring of the subclass is what `flowc explain CODE` prints: what is wrong, why
    it matters, and an example that is right.
    """

    severity: ClassVar[Severity] = Severity.ERROR
    code: ClassVar[str]
    title: ClassVar[str]
    label: ClassVar[str]
    help: ClassVar[str] = ""

    span: Span
    related: tuple[Related, ...] = ()

    @property
    def message(self) -> str:
        """What is wrong at `span`, in one sentence."""
        return self.label.format_map(self.by_field())

    @property
    def advice(self) -> str:
        """What to write instead; empty where there is nothing to say."""
        return self.help.format_map(self.by_field())


class Warn(Diagnostic):
    """The base of diagnostics that do not stop a compilation but deserve a change."""

    severity: ClassVar[Severity] = Severity.WARNING


class Note(Diagnostic):
    """The base of diagnostics that only inform."""

    severity: ClassVar[Severity] = Severity.NOTE


def did_you_mean(wrong: str, known: list[str] | tuple[str, ...]) -> str:
    """``"; did you mean `gpu`?"`` for a near miss, else an empty string."""
    from difflib import get_close_matches

    close = get_close_matches(wrong, known, n=1, cutoff=0.6)
    return f"; did you mean `{close[0]}`?" if close else ""
