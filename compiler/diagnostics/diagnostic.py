"""What a diagnostic is. The diagnostics themselves stand in `catalogue/`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from inspect import get_annotations
from typing import ClassVar

from typing_extensions import dataclass_transform

from compiler.diagnostics.span import Span


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


@dataclass_transform(kw_only_default=True, frozen_default=True)
class _Facts:
    """Makes the annotations of a subclass its fields, like a frozen dataclass does.

    Making a real dataclass takes Python a millisecond: with all of the catalogue that
    would be a third of the time of `flowc check`.
    """

    facts: ClassVar[tuple[str, ...]] = ()
    """The names of the fields, in the order of their declaration."""

    def __init_subclass__(cls) -> None:
        own = get_annotations(cls)
        cls.facts = (*cls.facts, *(name for name in own if "ClassVar" not in str(own[name])))

    def __init__(self, **facts: object) -> None:
        missing = {name for name in self.facts if not hasattr(type(self), name)} - facts.keys()
        unknown = facts.keys() - set(self.facts)
        if missing or unknown:
            wrong = ", ".join(sorted(missing | unknown))
            raise TypeError(f"{type(self).__name__} takes {self.facts}: {wrong}")
        self.__dict__.update(facts)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} = {value!r}")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash((type(self), *self.by_name().values()))

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in self.by_name().items())
        return f"{type(self).__name__}({facts})"

    def by_name(self) -> dict[str, object]:
        """The value of each field."""
        return {name: getattr(self, name) for name in self.facts}


class Diagnostic(_Facts):
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
        return self.label.format_map(self.by_name())

    @property
    def advice(self) -> str:
        """What to write instead; empty where there is nothing to say."""
        return self.help.format_map(self.by_name())


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
