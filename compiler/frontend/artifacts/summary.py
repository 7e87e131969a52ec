"""What the analysis of one function finds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from compiler.diagnostics.span import Span
from compiler.frontend.artifacts.state import State
from compiler.ir.artifacts import InputRead, Merge

Opaque = Literal["setattr", "escape"]


@dataclass(slots=True)
class Found:
    """A read that needs the name from before the function.

    `deferred` is one in a nested function or a callback, which may run later than it
    stands, after the names that the step writes on the way.
    """

    name: str
    span: Span
    certain: bool
    deferred: bool = False


@dataclass(slots=True)
class Summary:
    """The effects of one call of a function.

    Reads are kept by where they stand and by which call led there, since a loop makes the
    analysis pass them more than once, with ever weaker facts.
    """

    reads: dict[tuple[int, Span, str], Found] = field(default_factory=dict)
    input_reads: dict[InputRead, None] = field(default_factory=dict)
    writes: dict[str, Span] = field(default_factory=dict)
    stored: set[str] = field(default_factory=set)
    """Of `writes`, what later steps have: a name that is only ever set to a function is none."""
    merges: dict[Merge, None] = field(default_factory=dict)
    opaque: set[Opaque] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    end: State | None = None
    """The state in which it returns; None where it never does."""

    def read(self, call: int, found: Found) -> None:
        known = self.reads.setdefault((call, found.span, found.name), found)
        known.certain = known.certain and found.certain
        known.deferred = known.deferred or found.deferred

    def write(self, name: str, span: Span, *, stored: bool) -> None:
        self.writes.setdefault(name, span)
        if stored:
            self.stored.add(name)

    def include(self, other: Summary) -> None:
        """Takes over what a called function does, but for its reads."""
        for name, span in other.writes.items():
            self.writes.setdefault(name, span)
        self.stored |= other.stored
        self.input_reads.update(other.input_reads)
        self.merges.update(other.merges)
        self.opaque |= other.opaque
        self.deleted |= other.deleted
