"""Airflow 3 as it runs in earnest: scheduler, executor, API server and DAG processor."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from tests.engines.airflow.airflows import TaskState, airflow_python
from tests.servers.processes import free_port, listens

_PARTS = ("api-server", "dag-processor", "scheduler")
_PRELOAD = """\
# Else each task imports it anew, which takes seconds.
import airflow.providers.cncf.kubernetes.operators.pod
"""
_OVER = ("success", "failed")
_LOOK = 0.5


@dataclass(frozen=True)
class RealAirflow:
    """One that runs, with SQLite and the LocalExecutor."""

    home: Path
    environment: Mapping[str, str]
    program: Path
    port: int

    @property
    def url(self) -> str:
        """That of its pages and its API."""
        return f"http://127.0.0.1:{self.port}"

    def command(self, *words: str) -> None:
        """A command of Airflow's own. Raises `CalledProcessError`."""
        subprocess.run(
            [str(self.program), *words],
            env=dict(self.environment),
            check=True,
            capture_output=True,
        )

    def wait_for_dag(self, dag_id: str, timeout: float) -> None:
        """Until the file has been read."""
        self._wait(f"select 1 from dag where dag_id = '{dag_id}'", timeout)

    def wait_for_run(self, dag_id: str, timeout: float) -> str:
        """The state in which a DAG's only run has ended. Raises `TimeoutError`."""
        over = ", ".join(f"'{state}'" for state in _OVER)
        query = f"select state from dag_run where dag_id = '{dag_id}' and state in ({over})"
        return self._wait(query, timeout)

    def post_event(self, asset: str, extra: Mapping[str, str | int], timeout: float) -> None:
        """Tells it that an asset has changed, by its REST API, once that is there."""
        self._until(lambda: self.url if listens(self.port) else None, self.url, timeout)
        asset_id = int(self._wait(f"select id from asset where name = '{asset}'", _LOOK))
        event = json.dumps({"asset_id": asset_id, "extra": dict(extra)}).encode()
        # Everybody is an administrator, and still has to have a token.
        with urlopen(f"{self.url}/auth/token") as answer:
            token = json.load(answer)["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        urlopen(Request(f"{self.url}/api/v2/assets/events", event, headers)).close()

    def tasks(self, dag_id: str) -> list[TaskState]:
        """All tasks of all runs of a DAG."""
        query = "select task_id, map_index, state, try_number from task_instance where dag_id = ?"
        with closing(self._database()) as database:
            return sorted(
                (TaskState(*row) for row in database.execute(query, (dag_id,))),
                key=lambda task: (task.task_id, task.map_index),
            )

    def run_id(self, dag_id: str) -> str:
        """Of a DAG's only run."""
        return self._wait(f"select run_id from dag_run where dag_id = '{dag_id}'", _LOOK)

    def log(self) -> str:
        """The ends of what all parts have printed, and of the logs of tasks."""
        files = sorted(self.home.rglob("*.log"))
        return "\n".join(f"{file}:\n{file.read_text(errors='replace')[-3000:]}" for file in files)

    def _wait(self, query: str, timeout: float) -> str:
        def found() -> str | None:
            with closing(self._database()) as database:
                row = database.execute(query).fetchone()
            return row and str(row[0])

        return self._until(found, query, timeout)

    def _until(self, found: Callable[[], str | None], what: str, timeout: float) -> str:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            answer = found()
            if answer is not None:
                return answer
            time.sleep(_LOOK)
        raise TimeoutError(f"{what}: nothing in {timeout} s\n{self.log()}")

    def _database(self) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.home / 'airflow.db'}?mode=ro", uri=True)


@contextmanager
def real_airflow(version: str, home: Path, variables: Mapping[str, str]) -> Iterator[RealAirflow]:
    """Runs all parts of Airflow; DAG files go into `home / "dags"`."""
    program = airflow_python(version).with_name("airflow")
    port = free_port()
    environment = {
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "LocalExecutor",
        "AIRFLOW__CORE__PARALLELISM": "4",
        "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
        "AIRFLOW__API_AUTH__JWT_SECRET": "of the tests alone, and long enough for all of it" * 2,
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        **variables,
    }
    for name in ("dags", "config"):
        (home / name).mkdir(parents=True)
    (home / "config" / "airflow_local_settings.py").write_text(_PRELOAD)
    airflow = RealAirflow(home, environment, program, port)
    airflow.command("db", "migrate")
    running = [_start(airflow, part) for part in _PARTS]
    try:
        yield airflow
    finally:
        for process in running:
            _end(process)


def _start(airflow: RealAirflow, part: str) -> subprocess.Popen[bytes]:
    with (airflow.home / f"{part}.log").open("wb") as log:
        return subprocess.Popen(
            [str(airflow.program), part],
            env=dict(airflow.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a part, and all that it started: some leave their children behind."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
