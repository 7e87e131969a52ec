"""Airflow in processes of its own, one for each version, each of which runs many DAG files."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.environments import AIRFLOW_LOCKS, ROOT, environment, find_interpreter

VERSIONS = tuple(AIRFLOW_LOCKS)
_PYTHONS = ("3.11", "3.12")
"""Those that all of the versions, and the providers in their locks, run on."""
_RUNNER = ROOT / "tests" / "engines" / "airflow" / "runner.py"


@dataclass(frozen=True)
class TaskState:
    """A task of a run, or one of its mapped instances, whose index is -1 where it is not mapped."""

    task_id: str
    map_index: int
    state: str | None
    try_number: int


@dataclass(frozen=True)
class Imported:
    """What Airflow made of a file."""

    dags: Mapping[str, int]
    """The number of tasks, by dag_id."""
    first_runs: Mapping[str, str | None]
    """When the schedules start a run after noon of 28 March 2026, in UTC."""
    errors: Mapping[str, str]
    warnings: list[str]


@dataclass(frozen=True)
class DagRun:
    """A run that has ended."""

    imported: Imported
    state: str
    run_id: str
    tasks: list[TaskState]
    log: str
    """What Airflow printed, and where the run raised something, that."""

    def states(self, task_id: str) -> list[str | None]:
        """Of all instances of a task, in the order of their indexes."""
        return [task.state for task in self.tasks if task.task_id == task_id]


def airflow_python(version: str) -> Path:
    """An interpreter that has that version of Airflow. Skips where no Python would run it."""
    for python in _PYTHONS:
        found = find_interpreter(python)
        if found is not None:
            return environment(f"airflow-{version}", found, AIRFLOW_LOCKS[version])
    pytest.skip(f"this machine has no Python {' or '.join(_PYTHONS)}")


class Airflow:
    """One process of some version, which does one thing at a time."""

    def __init__(self, version: str, folder: Path, local_settings: Path | None = None) -> None:
        """Its files, a database among them, go into a folder that there is not yet.

        Local settings are Airflow's file of that name, with what all of an installation share.
        """
        self.version = version
        self._folder = folder
        folder.mkdir(parents=True)
        if local_settings is not None:
            (folder / "home" / "config").mkdir(parents=True)
            shutil.copy(local_settings, folder / "home" / "config" / "airflow_local_settings.py")
        self._numbers = count(1)
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [str(airflow_python(version)), "-P", str(_RUNNER), str(folder / "home")],
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def imported(self, file: Path) -> Imported:
        """What a DAG file has in it."""
        answer, _ = self._ask(file)
        return _imported(answer)

    def run(
        self,
        file: Path,
        environment: Mapping[str, str],
        conf: Mapping[str, Any] | None = None,
        *,
        dated: bool = True,
        patience: float | None = None,
        in_order: Sequence[str] = (),
        clear: Sequence[str] = (),
    ) -> DagRun:
        """Runs the one DAG of a file to its end, by `dag.test`.

        Retries are made at once. A run on Airflow 3 has no logical date where it is not `dated`;
        within `patience` seconds a pod must have started. One task runs at a time; where those of
        a foreach wait for each other, the steps in `in_order` have them run in their order. When
        the run has ended, the tasks in `clear` are cleared, and it goes on.
        """
        run = {
            "conf": dict(conf or {}),
            "dated": dated,
            "patience": patience,
            "in_order": list(in_order),
            "clear": list(clear),
        }
        answer, log = self._ask(file, environment, run)
        imported = _imported(answer)
        assert not imported.errors, imported.errors
        tasks = [TaskState(*task) for task in answer["tasks"]]
        return DagRun(
            imported, answer["state"], answer["run_id"] or "", tasks, answer.get("trace", log)
        )

    def close(self) -> None:
        """Ends the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _ask(
        self,
        file: Path,
        environment: Mapping[str, str] | None = None,
        run: Mapping[str, Any] | None = None,
    ) -> tuple[dict[str, Any], str]:
        log = self._folder / f"log-{next(self._numbers)}.txt"
        request = {
            "file": str(file),
            "environment": dict(environment or {}),
            "run": run,
            "log": str(log),
        }
        with self._lock:
            if not log.with_name("started").exists():
                assert self._answer()["version"] == self.version
                log.with_name("started").touch()
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            return self._answer(), log.read_text(errors="replace")

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            logs = [file.read_text(errors="replace") for file in self._folder.rglob("*.txt")]
            raise RuntimeError(f"Airflow {self.version} has ended:\n{''.join(logs)[-4000:]}")
        found: dict[str, Any] = json.loads(line)
        return found


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": str(Path(sys.executable).parent),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        # Its handlers of a fork know nothing of threads that a database has.
        "PYTHONWARNINGS": "default",
    }


def _imported(answer: Mapping[str, Any]) -> Imported:
    names = ("dags", "first_runs", "errors", "warnings")
    return Imported(*(answer[name] for name in names))
