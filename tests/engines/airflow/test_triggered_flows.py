"""Flows that wait for another flow, and for an event, on the real scheduler."""

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
LOAD = b"""
from metaflow import FlowSpec, Parameter, step, trigger


@trigger(event={"name": "rows: new", "parameters": {"table": "table_name"}})
class LoadFlow(FlowSpec):
    table = Parameter("table", default="none")
    limit = Parameter("limit", default=7)

    @step
    def start(self):
        self.loaded = [self.table, self.limit]
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    LoadFlow()
"""
REPORT = b"""
from metaflow import FlowSpec, step, trigger_on_finish


@trigger_on_finish(flow="LoadFlow")
class ReportFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ReportFlow()
"""
TABLE = """{{ ds }} '"; $(id)"""


def test_an_event_starts_a_flow_whose_end_starts_another(
    metaflow_python: Path, tmp_path: Path
) -> None:
    settings = Settings(image="registry.example.com/flows:1", include=("*",))
    files = DagFiles(metaflow_python, None, settings)
    load, report = Command("load.py"), Command("report.py")
    case = Case("triggers", {"load.py": LOAD, "report.py": REPORT}, (load, report))
    files.write(case, tmp_path)
    variables = files.variables(case, load, tmp_path)
    cluster = FakeCluster(Processes(Node(tmp_path / "node", metaflow_python, variables)))
    home = tmp_path / "home"
    with (
        pod_api(cluster) as url,
        real_airflow(VERSIONS[-1], home, connections(url, {})) as airflow,
    ):
        for command in (load, report):
            shutil.copy(files.compile(case, command, tmp_path).path, home / "dags")
        airflow.wait_for_dag("LoadFlow", TIMEOUT)
        airflow.wait_for_dag("ReportFlow", TIMEOUT)
        airflow.post_event("rows%3A%20new", {"table_name": TABLE, "other": 1}, TIMEOUT)
        assert airflow.wait_for_run("LoadFlow", TIMEOUT) == "success", airflow.log()
        assert airflow.wait_for_run("ReportFlow", TIMEOUT) == "success", airflow.log()
        run_id = airflow.run_id("LoadFlow")
    tasks = files.tasks(case, load, run_id, tmp_path)
    (end,) = [task for task in tasks if task["step"] == "end"]
    assert end["artifacts"]["loaded"] == repr([TABLE, 7])
