"""What a scheduler backend is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from compiler.backends.bundle import Bundle
from compiler.diagnostics.report import Report
from compiler.ir.flow import Flow
from compiler.ir.region import Sequence
from compiler.settings import Settings


@dataclass(frozen=True, slots=True)
class Program:
    """A flow that every check has passed, with its region tree, and what its tasks bring along."""

    flow: Flow
    region: Sequence
    package: str | None = None
    """The sha256 of the code package; None for a target whose tasks find the code in place."""
    environments: Mapping[str, str] = field(default_factory=dict)
    """By the name of a step the id of the package environment that its tasks run in."""


class Backend(Protocol):
    """One folder in `compiler/backends/`, whose package has a `BACKEND` of this shape."""

    name: str
    packaged: bool
    """Whether its tasks run where the user's code is not, so that they bring a code package."""

    def check(self, flow: Flow, settings: Settings, report: Report) -> None:
        """Reports, at the user's line, whatever this target cannot honour.

        The flow may have errors, which are in the report, and then lack what was wrong.
        """

    def lower(self, program: Program, settings: Settings, report: Report) -> Bundle:
        """The documents for a program that `check` had no error for.

        May report what only the finished documents tell, such as their size; after an
        error in the report nothing of the bundle is written.
        """
