"""Names in a DAG file: each is that of a variable, and the id of the task or group in it.

They are one, as Airflow's linter asks for.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable

from compiler.backends.airflow.planners import Planner
from compiler.backends.short_names import digest

MAX_ID = 120
"""Of a task or a group; Airflow takes 250 for both together."""
OF_THE_FILE = (
    "AirflowFailException",
    "AirflowSkipException",
    "Asset",
    "AssetOrTimeSchedule",
    "BatchOperator",
    "CronTriggerTimetable",
    "DAG",
    "ENV",
    "EVENT_FIELDS",
    "EmptyOperator",
    "ExternalTaskSensor",
    "ImportError",
    "JOB",
    "JOB_ENV",
    "KubernetesPodOperator",
    "ObjectStoragePath",
    "PARAMETERS",
    "PLANNER",
    "POD",
    "Param",
    "RUN",
    "S3KeySensor",
    "ThreadPoolExecutor",
    "assets_or",
    "dict",
    "getattr",
    "int",
    "job",
    "json",
    "k8s",
    "list",
    "max",
    "path",
    "pendulum",
    "read_results",
    "sorted",
    "step",
    "str",
    "task",
    "task_group",
    "timedelta",
    "with_events",
    "zip",
    *(planner.value for planner in Planner),
    *keyword.kwlist,
)
"""What a variable must not hide: names that the file imports, defines or uses."""

_LETTER = re.compile("[A-Za-z0-9]")


class Names:
    """Hands out names, each once."""

    def __init__(self, reserved: Iterable[str] = OF_THE_FILE) -> None:
        self._reserved = frozenset(reserved)
        self._taken = set(self._reserved)

    def inside(self) -> Names:
        """Those of a function in the file, whose variables may hide what was handed out here."""
        return Names(self._reserved)

    def claim(self, wanted: str) -> str:
        """`wanted`, made another where it is too long or taken.

        >>> names = Names()
        >>> names.claim("train"), names.claim("train"), names.claim("json"), names.claim("_")
        ('train', 'train_2', 'json_2', 'step__')
        """
        if not _LETTER.search(wanted):
            # Kubernetes takes no pod whose labels, one of which is the task's id, have none.
            wanted = f"step_{wanted}"
        name = wanted if len(wanted) <= MAX_ID else _shortened(wanted)
        unique, number = name, 2
        while unique in self._taken:
            unique = f"{name}_{number}"
            number += 1
        self._taken.add(unique)
        return unique


def _shortened(name: str) -> str:
    return f"{name[: MAX_ID - 9].rstrip('_')}_{digest(name)}"
