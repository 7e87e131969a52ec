"""The table of what was run and compared, which a run of the tests ends with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from tests.conformance.outcome import Outcome


@dataclass(frozen=True)
class Row:
    """A flow that did what it does under Metaflow."""

    flow: str
    runs: int
    tasks: int
    artifacts: int
    """Those that were compared."""
    seconds: float


ROWS = pytest.StashKey[list[Row]]()


def row(flow: str, outcomes: Sequence[Outcome], seconds: float) -> Row:
    """The row of a case; `seconds` is the time from its first run's start to its last one's end."""
    tasks = [task for outcome in outcomes for task in outcome.tasks.values()]
    artifacts = sum(len(task.artifacts) for task in tasks)
    return Row(flow, len(outcomes), len(tasks), artifacts, seconds)


def lines(rows: Sequence[Row]) -> list[str]:
    """The table as text, with a line for all rows in the end."""
    total = Row(
        f"{len(rows)} flows",
        sum(one.runs for one in rows),
        sum(one.tasks for one in rows),
        sum(one.artifacts for one in rows),
        sum(one.seconds for one in rows),
    )
    head = _line("flow", "runs", "tasks", "artifacts", "seconds")
    return [head, *(_of(one) for one in (*rows, total))]


def _of(one: Row) -> str:
    return _line(one.flow, str(one.runs), str(one.tasks), str(one.artifacts), f"{one.seconds:.1f}")


def _line(flow: str, *numbers: str) -> str:
    return f"{flow:48}" + "".join(f"{number:>11}" for number in numbers)
