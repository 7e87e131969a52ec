"""Runs DAG files on the Airflow of the interpreter that this is started with.

`python runner.py HOME` makes a database in that folder, and then answers lines of JSON:

    {"file": "/a/dag.py", "log": "/a/log", "environment": {...}, "run": {"conf": {...}, ...}}

with what is in the file, and with what became of the run where one was asked for:

    {"dags": {"train": 7}, "first_runs": {"train": null}, "errors": {...}, "warnings": [...],
     "state": "success", "tasks": [...]}

It is never imported, and imports nothing of flowc: Airflow has an environment of its own.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

_SETTINGS = {
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    # It answers to nobody, and must know which tasks there are of a DAG that is changed in place.
    "AIRFLOW__CORE__MIN_SERIALIZED_DAG_UPDATE_INTERVAL": "0",
    "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
    "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
    "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "False",
}
_SINCE = datetime(2026, 3, 28, 12, tzinfo=timezone.utc)
"""A Saturday, before the night in which Europe's clocks go forward."""
_AT_ONCE = timedelta(0)
_LOOK = 0.05
"""Seconds between two looks at a pod."""


def main(home: Path) -> None:
    requests, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    # What Airflow and its tasks print goes elsewhere.
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    dags = home / "dags"
    dags.mkdir(parents=True)
    _print_to(home / "start.txt")
    os.environ.update(
        _SETTINGS,
        AIRFLOW_HOME=str(home),
        AIRFLOW__CORE__DAGS_FOLDER=str(dags),
        AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{home}/airflow.db",
    )
    from airflow.utils import db

    db.initdb()
    _tell(answers, {"version": _version()})
    for line in requests:
        _tell(answers, _answer(json.loads(line), dags))
    # What Airflow itself does at the end takes seconds, and nobody needs it.
    os._exit(0)


def _answer(request: dict[str, Any], dags: Path) -> dict[str, Any]:
    _print_to(Path(request["log"]))
    # On Airflow 3 each run reads all of the folder.
    shutil.rmtree(dags)
    dags.mkdir()
    file = Path(shutil.copy(request["file"], dags))
    with _environment(request.get("environment") or {}):
        bag = _bag(file)
        answer: dict[str, Any] = {
            "dags": {name: len(dag.tasks) for name, dag in bag.dags.items()},
            "first_runs": {name: _first_run(dag) for name, dag in bag.dags.items()},
            "errors": dict(bag.import_errors),
            "warnings": [text for some in bag.captured_warnings.values() for text in some],
        }
        run = request.get("run")
        if run is not None and not bag.import_errors:
            (dag,) = bag.dags.values()
            answer.update(_run(dag, run))
    return answer


def _bag(file: Path) -> Any:
    try:
        from airflow.dag_processing.dagbag import DagBag
    except ImportError:  # Airflow 2
        from airflow.models.dagbag import DagBag

        return DagBag(file, include_examples=False)
    return DagBag(file)


def _first_run(dag: Any) -> Any:
    """When its schedule starts a run for the first time since `_SINCE`."""
    from airflow.timetables.base import TimeRestriction
    from pendulum import instance

    if not hasattr(dag.timetable, "next_dagrun_info"):
        return None  # on Airflow 3 what waits for assets has no times
    since = TimeRestriction(earliest=instance(_SINCE), latest=None, catchup=True)
    found = dag.timetable.next_dagrun_info(last_automated_data_interval=None, restriction=since)
    return found.run_after.isoformat() if found else None


def _run(dag: Any, run: dict[str, Any]) -> dict[str, Any]:
    from airflow.utils.session import create_session

    for task in dag.tasks:
        _hurry(task, run.get("patience"))
    dates = {} if run["dated"] or _version().startswith("2.") else {"logical_date": None}
    try:
        with _in_order(run["in_order"]):
            done = dag.test(run_conf=run["conf"], **dates)
            if run["clear"]:
                done = _again(dag, done, run["clear"])
    except Exception:  # what a user of `dag.test` would see
        return {"state": "raised", "run_id": None, "tasks": [], "trace": traceback.format_exc()}
    with create_session() as session:
        instances = done.get_task_instances(session=session)
        tasks = [[one.task_id, one.map_index, one.state, one.try_number] for one in instances]
    return {"state": done.state, "run_id": done.run_id, "tasks": sorted(tasks)}


@contextmanager
def _in_order(names: list[str]) -> Iterator[None]:
    """Runs the instances of tasks of these names one after the other, the first one first.

    `dag.test` takes any of those that may run, and where one waits for another, it waits for ever.
    """
    from airflow.models.taskinstance import TaskInstance
    from airflow.utils.session import create_session
    from airflow.utils.state import TaskInstanceState

    try:
        from airflow.sdk.definitions import dag as module
    except ImportError:  # Airflow 2
        from airflow.models import dag as module

    def is_next(ti: Any) -> bool:
        same = {"dag_id": ti.dag_id, "run_id": ti.run_id, "task_id": ti.task_id}
        with create_session() as session:
            all_of_them = session.query(TaskInstance).filter_by(**same)
            waiting = all_of_them.filter_by(state=TaskInstanceState.SCHEDULED)
            return all(one.map_index >= ti.map_index for one in waiting)

    def run(*, ti: Any, **more: Any) -> Any:
        if ti.task_id.rpartition(".")[2] in names and not is_next(ti):
            return None  # it is looked at again
        return run_task(ti=ti, **more)

    run_task = module._run_task
    module._run_task = run
    try:
        yield
    finally:
        module._run_task = run_task


def _again(dag: Any, done: Any, cleared: list[str]) -> Any:
    """Clears tasks of a run that has ended, and goes on with it."""
    from airflow.models import dag as module
    from airflow.models import dagrun
    from airflow.models.taskinstance import clear_task_instances
    from airflow.utils.session import create_session
    from airflow.utils.state import DagRunState

    with create_session() as session:
        instances = done.get_task_instances(session=session)
        wanted = [one for one in instances if one.task_id in cleared]
        clear_task_instances(wanted, session, dag_run_state=DagRunState.RUNNING)

    def same(session: Any, dag: Any, **_: Any) -> Any:
        found = session.get(dagrun.DagRun, done.id)
        found.dag = dag
        return found

    # `dag.test` itself always makes a run.
    where, name = (module, "_get_or_create_dagrun")
    if not hasattr(where, name):
        where, name = (dagrun, "get_or_create_dagrun")
    made = getattr(where, name)
    setattr(where, name, same)
    try:
        return dag.test()
    finally:
        setattr(where, name, made)


def _hurry(task: Any, patience: float | None) -> None:
    """Has it wait for nothing but for the command of its pod."""
    mapped = getattr(task, "partial_kwargs", None)
    values = {
        "retry_delay": _AT_ONCE,
        "startup_check_interval_seconds": _LOOK,
        "base_container_status_polling_interval": _LOOK,
        "poll_interval": _LOOK,
    }
    if patience is not None:
        values.update(startup_timeout_seconds=patience, schedule_timeout_seconds=patience)
    for name, value in values.items():
        if mapped is not None and (name in mapped or name == "retry_delay"):
            mapped[name] = value
        elif mapped is None and hasattr(task, name):
            setattr(task, name, value)


@contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _version() -> str:
    from airflow import __version__

    return str(__version__)


def _print_to(log: Path) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(file, 1)
    os.dup2(file, 2)
    os.close(file)


def _tell(answers: Any, message: dict[str, Any]) -> None:
    answers.write(json.dumps(message, default=str) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
