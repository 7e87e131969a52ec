"""The tasks that Airflow's own workers run: they read what steps left for the scheduler.

Each is a function in the DAG file, which only a flow that needs it has. Their lists are of paths
of tasks, in the order of the items.
"""

from __future__ import annotations

from enum import Enum


class Planner(Enum):
    """By the name of its function."""

    ITEMS = "items"
    """From a list, and the step that fanned out there, the list of what it fanned out to."""
    CHOSEN = "chosen"
    """Of a list those for which a switch has decided for a target."""
    TOGETHER = "together"
    """Several lists as one."""
    TURN = "turn"
    """A list, some loops left, and perhaps a turn of another entered."""
    ONLY = "only"
    """Skips what comes after it unless a switch has decided for a target."""
    NO_MORE = "no_more"
    """Fails, as control has come to a turn of a loop that is not there."""


READERS = frozenset({Planner.ITEMS, Planner.CHOSEN, Planner.ONLY})
"""Those that read in the datastore."""
