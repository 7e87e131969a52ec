"""Names in a DAG file: of variables, which are also the ids of tasks and groups."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Iterable

from compiler.backends.short_names import digest

MAX_VARIABLE = 36
"""So that a line `a >> b`, indented twice, has room for two."""
MAX_ID = 120
"""Of a task or a group; Airflow takes 250 for both together."""
OF_THE_FILE = (
    "AirflowFailException",
    "AirflowSkipException",
    "Asset",
    "BatchOperator",
    "AssetOrTimeSchedule",
    "CronTriggerTimetable",
    "DAG",
    "ENV",
    "JOB",
    "JOB_ENV",
    "KubernetesPodOperator",
    "EVENT_FIELDS",
    "EmptyOperator",
    "ObjectStoragePath",
    "PARAMETERS",
    "POD",
    "Param",
    "RUN",
    "TASKS",
    "assets_or",
    "dag",
    "datetime",
    "job",
    "json",
    "k8s",
    "chosen",
    "items",
    "no_more",
    "only",
    "path",
    "pendulum",
    "read",
    "step",
    "task",
    "task_group",
    "timedelta",
    "timezone",
    "together",
    "turn",
    "with_events",
    *keyword.kwlist,
    *dir(builtins),
)
"""What a variable must not hide: names that the file imports, defines or uses."""

_LETTER = re.compile("[A-Za-z0-9]")


class Names:
    """Hands out names, each once."""

    def __init__(self, taken: Iterable[str] = (), limit: int = MAX_VARIABLE) -> None:
        self._taken = set(taken)
        self._limit = limit

    def claim(self, wanted: str) -> str:
        """`wanted`, made another where it is too long or taken.

        >>> names = Names(OF_THE_FILE)
        >>> names.claim("train"), names.claim("train"), names.claim("print"), names.claim("_")
        ('train', 'train_2', 'print_2', 'step__')
        """
        if not _LETTER.search(wanted):
            # Kubernetes takes no pod whose labels, one of which is the task's id, have none.
            wanted = f"step_{wanted}"
        name = _shortened(wanted, self._limit)
        unique, number = name, 2
        while unique in self._taken:
            unique = f"{name}_{number}"
            number += 1
        self._taken.add(unique)
        return unique


def _shortened(name: str, limit: int) -> str:
    if len(name) <= limit:
        return name
    return f"{name[: limit - 9].rstrip('_')}_{digest(name)}"
