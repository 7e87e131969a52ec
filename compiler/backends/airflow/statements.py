"""What stands in the body of a DAG, before it is text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from compiler.backends.airflow.python import Call


@dataclass(frozen=True, slots=True)
class Assign:
    """`name = call`: a task, or the tasks of a group; without a name the call alone."""

    name: str
    call: Call


@dataclass(frozen=True, slots=True)
class Order:
    """`[before, ...] >> after`"""

    before: tuple[str, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Group:
    """A function whose tasks run for each path that it is called with."""

    name: str
    parameter: str
    body: tuple[Statement, ...]


Statement = Assign | Order | Group


def task_count(statements: Iterable[Statement]) -> int:
    """So many tasks they are. What calls a group, which each group has once, is none itself."""
    return sum(
        task_count(one.body) - 1 if isinstance(one, Group) else isinstance(one, Assign)
        for one in statements
    )
