"""The tasks that Airflow's own workers run: they read what steps left for the scheduler.

Each is a function in the DAG file, which only a flow that needs it has. Their lists are of paths
of tasks, in the order of the items.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum

from compiler.backends.airflow.attempts import TIMEDELTA, duration
from compiler.backends.airflow.imports import (
    FAIL_EXCEPTION,
    SKIP_EXCEPTION,
    STORAGE_PATH,
    TASK,
    AnyImport,
    Import,
)
from compiler.backends.airflow.python import Expression

RUNS_IF_REACHED = "none_failed_min_one_success"
"""The trigger rule of what may come after tasks that were skipped."""
ARGUMENTS: dict[str, Expression] = {
    "retries": 3,
    "retry_delay": duration(30),
    "trigger_rule": RUNS_IF_REACHED,
}
"""Of every planner, as the constant `PLANNER`: a store that is away for a moment fails no run."""


class Planner(Enum):
    """By the name of its function."""

    ITEMS = "items_of"
    """From a list, and the step that fanned out there, the list of what it fanned out to."""
    CHOSEN = "paths_chosen"
    """Of a list those for which a switch has decided for a target."""
    TOGETHER = "paths_together"
    """Several lists as one."""
    TURN = "paths_in_turn"
    """A list, some loops left, and perhaps a turn of another entered."""
    ONLY = "only_if"
    """Skips what comes after it unless a switch has decided for a target."""
    NO_MORE = "no_more_turns"
    """Fails, as control has come to a turn of a loop that is not there."""


READERS = frozenset({Planner.ITEMS, Planner.CHOSEN, Planner.ONLY})
"""Those that read in the datastore."""

_OF_READING = (Import("concurrent.futures", "ThreadPoolExecutor"), STORAGE_PATH)
_OF: dict[Planner, AnyImport] = {
    Planner.ITEMS: Import("json"),
    Planner.ONLY: SKIP_EXCEPTION,
    Planner.NO_MORE: FAIL_EXCEPTION,
}


def planner_imports(planners: Collection[Planner]) -> list[AnyImport]:
    """What the file needs for these functions and for `PLANNER`."""
    if not planners:
        return []
    found: list[AnyImport] = [TASK, TIMEDELTA]
    if not READERS.isdisjoint(planners):
        found += _OF_READING
    return [*found, *(_OF[planner] for planner in planners if planner in _OF)]
