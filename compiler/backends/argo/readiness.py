"""When control has come to a point of a DAG, as Argo's `depends` says it.

Which forms are sound follows from `workflow/controller/dag.go`. A task is decided on when
every task that its `depends` names has ended in some way; names in it are all that Argo
waits for. Then a false `depends` makes it Omitted and a false `when` makes it Skipped. A
fan-out over nothing would be Skipped, too, but a step that splits into nothing fails.
Before `when` is read, every `{{tasks...}}` in the task is replaced, and since 3.7.11 and
4.0.2 one that has no value makes the controller try again for ever. So a task refers to
outputs only of a task whose success its `depends` demands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ready:
    """Any one of the alternatives. None at all: control never comes here.

    An alternative may be a conjunction: `&&` binds closer than `||`.
    """

    alternatives: tuple[str, ...]

    @property
    def depends(self) -> str:
        return " || ".join(self.alternatives)

    @property
    def conjunct(self) -> str:
        """To stand between `&&`."""
        return f"({self.depends})" if len(self.alternatives) > 1 else self.depends


ALWAYS = Ready(("",))
"""At the start of a DAG, where there is nothing to wait for."""


def succeeded(task: str) -> Ready:
    """After a task that surely ran if control came to it."""
    return Ready((f"{task}.Succeeded",))


def all_skipped(tasks: Iterable[str]) -> str:
    """The switch ran and chose none of the arms that begin with these tasks.

    If the switch did not run they are Omitted, not Skipped.
    """
    return " && ".join(f"{task}.Skipped" for task in tasks)


def all_of(points: Iterable[Ready]) -> Ready:
    """Where branches meet."""
    # Branches without a step of their own wait for the split alone.
    return Ready((" && ".join(dict.fromkeys(point.conjunct for point in points)),))


def any_of(points: Iterable[Ready]) -> Ready:
    """Where alternatives meet, exactly one of which comes about."""
    return Ready(tuple(dict.fromkeys(text for point in points for text in point.alternatives)))
