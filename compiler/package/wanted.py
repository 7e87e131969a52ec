"""What a flow asks for to have in its code package, and what it gets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from compiler.diagnostics.span import Span


class Reason(Enum):
    """Why a file is wanted. The value is what a list of the files calls it."""

    FLOW = "flow"
    MODULE = "imported"
    INPUT = "input"
    """Of an `IncludeFile`."""
    CONFIG = "config"
    """Of a `Config`. The plan has its value, too."""
    PACKAGE = "package"
    """Lies in the folder of a package that is imported."""
    SETTING = "include"
    OWN = "flowc"
    """Added by the compiler: the plan, and the locks of package environments."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file that the flow asks for."""

    path: Path
    reason: Reason
    span: Span
    """Where it asks."""
    package: Path | None = None
    """A folder to take along whole."""


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of the user's in the package."""

    name: str
    """Its path relative to the project, with forward slashes."""
    path: Path
    """Where its content is; of a link what that leads to."""
    reason: Reason
    size: int
    """Bytes."""
    executable: bool
