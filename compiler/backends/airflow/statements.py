"""What stands in the body of a DAG, before it is text."""

from __future__ import annotations

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
