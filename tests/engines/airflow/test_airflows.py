"""The bench itself, on a DAG by hand: what it runs, and what it tells of that."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.engines.airflow.airflows import Airflow, DagRun
from tests.engines.airflow.connections import connections
from tests.engines.airflow.fake_cluster import FakeCluster, Pod, Trouble
from tests.engines.airflow.pod_api import pod_api
from tests.engines.stepfunctions.fixtures import s3_client
from tests.engines.stepfunctions.hosts import Processes
from tests.node import Node
from tests.servers.place import Place

pytestmark = pytest.mark.airflow

TRAIN = Path(__file__).parent / "fixtures" / "train.py"
READER = """
from datetime import datetime, timezone

try:
    from airflow.sdk import DAG, ObjectStoragePath, task
except ImportError:
    from airflow.decorators import task
    from airflow.io.path import ObjectStoragePath
    from airflow.models.dag import DAG

with DAG("reader", schedule=None, start_date=datetime(2020, 1, 1, tzinfo=timezone.utc)):

    @task
    def read(name):
        assert ObjectStoragePath("{url}").joinpath(name).read_text() == "here"

    read("a")
"""

Run = Callable[..., DagRun]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """Runs the DAG by hand."""
    with ExitStack() as stack:

        def start(
            airflow: Airflow, alpha: Any = 0.5, trouble: Any = None, **options: Any
        ) -> DagRun:
            more = {} if trouble is None else {"trouble": trouble}
            cluster = FakeCluster(Processes(Node(tmp_path / "node")), **more)
            url = stack.enter_context(pod_api(cluster))
            conf = {"alpha": alpha, "store": str(tmp_path / "store")}
            return airflow.run(TRAIN, connections(url, {}), conf, **options)

        yield start


def test_a_file_is_imported(airflow: Airflow) -> None:
    imported = airflow.imported(TRAIN)
    assert (imported.dags, imported.errors, imported.warnings) == ({"train": 6}, {}, [])


def test_what_is_wrong_with_a_file_is_told(airflow: Airflow, tmp_path: Path) -> None:
    file = tmp_path / "wrong.py"
    file.write_text("from airflow import DAG\nimport no_such_thing\n")
    assert "no_such_thing" in "".join(airflow.imported(file).errors.values())


@pytest.mark.parametrize("dated", [True, False], ids=["dated", "undated"])
def test_tasks_run_as_pods(airflow: Airflow, dated: bool, run: Run, tmp_path: Path) -> None:
    done = run(airflow, dated=dated)
    assert done.state == "success", done.log
    states = {task_id: done.states(task_id) for task_id in {task.task_id for task in done.tasks}}
    assert states == {
        "start": ["success"],
        "items": ["success"],
        "work_group.work": ["success"] * 3,
        "only": ["skipped"],
        "skipped": ["skipped"],
        "end": ["success"],
    }
    tries = [task.try_number for task in done.tasks if task.task_id == "work_group.work"]
    assert tries == [1, 2, 1]
    (folder,) = (tmp_path / "store").iterdir()
    assert {file.name for file in folder.glob("work-*")} == {"work-0", "work-1", "work-2"}
    assert json.loads((folder / "parameters").read_text())["alpha"] == 0.5


def test_a_step_that_always_fails_fails_the_run(airflow: Airflow, run: Run) -> None:
    def on_every_attempt(pod: Pod) -> Trouble | None:
        return Trouble.OUT_OF_MEMORY if "2" in pod.arguments else None

    done = run(airflow, trouble=on_every_attempt)
    assert done.state == "failed"
    assert done.states("work_group.work") == ["success", "success", "failed"]
    assert done.states("end") == ["upstream_failed"]
    assert "OOMKilled" in done.log


def test_a_task_that_is_cleared_runs_again(airflow: Airflow, run: Run) -> None:
    done = run(airflow, clear=["start", "end"])
    assert done.state == "success", done.log
    tries = {task.task_id: task.try_number for task in done.tasks if task.map_index < 0}
    assert tries == {"start": 2, "items": 1, "only": 1, "skipped": 0, "end": 2}


def test_an_object_of_s3_can_be_read(airflow: Airflow, s3_place: Place, tmp_path: Path) -> None:
    url = f"{s3_place.root}reader"
    bucket, _, key = url.removeprefix("s3://").partition("/")
    s3_client(dict(s3_place.variables)).put_object(Bucket=bucket, Key=f"{key}/a", Body=b"here")
    file = tmp_path / "reader.py"
    file.write_text(READER.replace("{url}", url))
    done = airflow.run(file, connections("http://127.0.0.1:1", s3_place.variables))
    assert done.state == "success", done.log
