"""The bench of `dag.test` and the real scheduler come to the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.engines.airflow.airflows import VERSIONS
from tests.engines.airflow.connections import connections
from tests.engines.airflow.fake_cluster import FakeCluster
from tests.engines.airflow.pod_api import pod_api
from tests.engines.airflow.scheduler import real_airflow
from tests.engines.stepfunctions.hosts import Processes
from tests.node import Node

pytestmark = [pytest.mark.airflow, pytest.mark.slow]

TRAIN = Path(__file__).parent / "fixtures" / "train.py"
TIMEOUT = 240
"""Seconds, of which most are the time that Airflow takes to start."""


def test_a_dag_by_hand(tmp_path: Path) -> None:
    cluster = FakeCluster(Processes(Node(tmp_path / "node")))
    home = tmp_path / "home"
    with (
        pod_api(cluster) as url,
        real_airflow(VERSIONS[-1], home, connections(url, {})) as airflow,
    ):
        shutil.copy(TRAIN, home / "dags")
        airflow.wait_for_dag("train", TIMEOUT)
        conf = {"alpha": 0.5, "store": str(tmp_path / "store")}
        airflow.command("dags", "trigger", "train", "--conf", json.dumps(conf))
        assert airflow.wait_for_run("train", TIMEOUT) == "success", airflow.log()
        states = {(task.task_id, task.map_index): task.state for task in airflow.tasks("train")}
    assert states == {
        ("start", -1): "success",
        ("items", -1): "success",
        ("work_group.work", 0): "success",
        ("work_group.work", 1): "success",
        ("work_group.work", 2): "success",
        ("only", -1): "skipped",
        ("skipped", -1): "skipped",
        ("end", -1): "success",
    }
