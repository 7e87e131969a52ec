"""Where in a flow a task stands, as far as its DAG must know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from compiler.ir.errors import InternalError

TOP = "-"
"""The path of a task that is in no foreach and no loop."""


@dataclass(frozen=True, slots=True)
class Reached:
    """That control has come somewhere, once some tasks are over."""

    after: tuple[str, ...] = ()
    """Those tasks. Control is there if one of them succeeded, and none failed."""
    certain: bool = True
    """Whether none of them is ever skipped alone."""
    paths: tuple[str, ...] = ()
    """In a foreach the lists, of all of whose paths the tasks go on from here."""


@dataclass
class Label:
    """What jumps lead to."""

    loops: int
    """How many loops are around it, in the same foreach."""
    arrivals: list[Reached] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is around a region."""

    path: str | None = TOP
    """The path of the tasks here; None in a foreach, where each list of paths tells them."""
    loops: int = 0
    """How many loops are around, in the same foreach."""
    turns: str = ""
    """The turns of all loops around, for names."""
    labels: Mapping[str, Label] = field(default_factory=dict)

    @property
    def mapped(self) -> bool:
        """Whether the tasks here run for each path of a list."""
        return self.path is None

    def turn(self, number: int, labels: Mapping[str, Label]) -> Scope:
        """The scope of one turn of a loop here."""
        return replace(
            self,
            path=self.path and _inside(self.path, number),
            loops=self.loops + 1,
            turns=f"{self.turns}_{number}",
            labels={**self.labels, **labels},
        )


def _inside(path: str, number: int) -> str:
    return str(number) if path == TOP else f"{path}.{number}"


def together(reached: list[Reached]) -> Reached:
    """Control that has come from one of several places."""
    if not reached:
        raise InternalError("nothing leads to what follows")
    if len(reached) == 1:
        return reached[0]
    return Reached(
        tuple(dict.fromkeys(name for one in reached for name in one.after)),
        False,
        tuple(dict.fromkeys(name for one in reached for name in one.paths)),
    )
