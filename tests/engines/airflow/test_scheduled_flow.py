"""A compiled flow on the real scheduler, which runs several tasks at a time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compiler.settings import Settings
from tests.conformance.case import Case, Command
from tests.engines.airflow.airflows import VERSIONS
from tests.engines.airflow.connections import connections
from tests.engines.airflow.dag_files import DagFiles
from tests.engines.airflow.fake_cluster import FakeCluster
from tests.engines.airflow.pod_api import pod_api
from tests.engines.airflow.scheduler import real_airflow
from tests.engines.stepfunctions.hosts import Processes
from tests.node import Node

pytestmark = [pytest.mark.airflow, pytest.mark.metaflow, pytest.mark.slow]

TIMEOUT = 300
"""Seconds, of which most are the time that Airflow takes to start."""
FLOW = b"""
from metaflow import FlowSpec, current, parallel, retry, step


class FanFlow(FlowSpec):
    @step
    def start(self):
        self.items = [1, 2, 3]
        self.next(self.work, foreach="items")

    @retry(times=1, minutes_between_retries=0)
    @step
    def work(self):
        if self.input == 2 and current.retry_count == 0:
            raise RuntimeError("not yet")
        self.square = self.input**2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = sum(one.square for one in inputs)
        self.next(self.member, num_parallel=2)

    @parallel
    @step
    def member(self):
        self.node = [current.parallel.node_index, current.parallel.num_nodes]
        self.next(self.gather)

    @step
    def gather(self, inputs):
        self.nodes = sorted(one.node for one in inputs)
        self.merge_artifacts(inputs, include=["total"])
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    FanFlow()
"""


def test_a_flow_with_a_foreach_and_a_gang(metaflow_python: Path, tmp_path: Path) -> None:
    settings = Settings(image="registry.example.com/flows:1", include=("*",))
    files = DagFiles(metaflow_python, None, settings)
    command = Command("flow.py")
    case = Case("fan", {"flow.py": FLOW}, (command,))
    files.write(case, tmp_path)
    file = files.compile(case, command, tmp_path).path
    variables = files.variables(case, command, tmp_path)
    cluster = FakeCluster(Processes(Node(tmp_path / "node", metaflow_python, variables)))
    home = tmp_path / "home"
    with (
        pod_api(cluster) as url,
        real_airflow(VERSIONS[-1], home, connections(url, {})) as airflow,
    ):
        shutil.copy(file, home / "dags")
        airflow.wait_for_dag("FanFlow", TIMEOUT)
        airflow.command("dags", "trigger", "FanFlow")
        assert airflow.wait_for_run("FanFlow", TIMEOUT) == "success", airflow.log()
        run_id = airflow.run_id("FanFlow")
        states = {task.state for task in airflow.tasks("FanFlow")}
    assert states == {"success"}
    tasks = files.tasks(case, command, run_id, tmp_path)
    (end,) = [task for task in tasks if task["step"] == "end"]
    assert (end["artifacts"]["total"], end["artifacts"]["nodes"]) == ("14", "[[0, 2], [1, 2]]")
