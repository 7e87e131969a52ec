"""What a command left, whoever ran it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import Any

from tests.conformance.printed import own_lines

Lines = tuple[tuple[str, ...], ...]
"""Of one stream, by attempt."""


@dataclass(frozen=True)
class TaskOutcome:
    """The last attempt of a task, and what all of its attempts printed."""

    succeeded: bool
    reused: bool
    """Whether `resume` took it from the run before."""
    attempts: int
    artifacts: Mapping[str, str]
    """Each as text (`describe.Describer`)."""
    stdout: Lines
    stderr: Lines


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and all tasks of its run."""

    status: int
    tasks: Mapping[str, TaskOutcome]
    """By step, indexes in the foreaches around it, and turn of a loop: `train[3.0]#1`."""
    console: str = ""
    """All that the command printed, for whoever looks for the reason of a difference."""


@dataclass(frozen=True)
class Record:
    """What a side read of one command's run, in the terms that the scripts `dump_*.py` share."""

    status: int
    tasks: list[dict[str, Any]]
    console: str


def outcome_of(record: Record) -> Outcome:
    """The outcome that a record tells of.

    Neither side's name of a task means anything to the other, so a task goes by its
    place; of several in one place, the turns of a loop, the order of their start counts.
    """
    tasks = [{**task, **_streams(task)} for task in record.tasks]
    _pool_gangs(tasks)
    places: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for task in tasks:
        indexes = ".".join(map(str, task["indexes"]))
        places[f"{task['step']}[{indexes}]" if indexes else task["step"]].append(task)
    named = {}
    for place, found in places.items():
        for turn, task in enumerate(sorted(found, key=lambda task: task["order"])):
            named[f"{place}#{turn}" if turn else place] = _task(task)
    return Outcome(record.status, dict(sorted(named.items())), record.console)


def _task(task: dict[str, Any]) -> TaskOutcome:
    return TaskOutcome(**{field.name: task[field.name] for field in fields(TaskOutcome)})


def _streams(task: dict[str, Any]) -> dict[str, Lines]:
    return {
        stream: tuple(tuple(own_lines(attempt[stream])) for attempt in task["printed"])
        for stream in ("stdout", "stderr")
    }


def _pool_gangs(tasks: Iterable[dict[str, Any]]) -> None:
    """Gives the first member of each gang what all members printed, in the order of the text.

    Metaflow's members share one log.
    """
    gangs: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for task in tasks:
        if task["member"]:
            gangs[task["step"], tuple(task["indexes"][:-1])].append(task)
    for members in gangs.values():
        for stream in ("stdout", "stderr"):
            pooled = zip_longest(*(member[stream] for member in members), fillvalue=())
            for member in members:
                member[stream] = ()
            first = min(members, key=lambda member: member["indexes"])
            first[stream] = tuple(tuple(sorted(sum(lines, ()))) for lines in pooled)
