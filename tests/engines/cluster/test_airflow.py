"""DAGs of real Airflow, whose pods truly run on Kubernetes.

What these flows come to is compared with Metaflow, as that of all flows is with pods that are
processes of this machine (`tests/engines/airflow`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from compiler.settings import DefaultResources, Settings
from tests.conformance.case import Case, Command
from tests.conformance.compare import assert_same
from tests.conformance.metaflow_side import metaflow_outcomes
from tests.engines.airflow.airflows import VERSIONS, Airflow
from tests.engines.airflow.dag_files import DagFiles
from tests.engines.cases import scheduled_cases
from tests.engines.cluster.airflow_namespace import AirflowNamespace, airflow_namespace
from tests.engines.cluster.api import Api
from tests.engines.cluster.dag_runs import LOCAL_SETTINGS, ClusterDagRuns
from tests.engines.cluster.images import python_image
from tests.engines.cluster.store import PLACE
from tests.engines.cluster.table import Row, row
from tests.engines.comparable import comparable

pytestmark = [pytest.mark.airflow, pytest.mark.cluster, pytest.mark.metaflow]

OLDEST, NEWEST = VERSIONS[0], VERSIONS[-1]
CHOSEN = (
    (NEWEST, "linear-retry-work"),
    (NEWEST, "linear-fail-work"),
    (NEWEST, "foreach-catch-work"),
    (NEWEST, "foreach_of_foreach_of_foreach-retry-cell"),
    (NEWEST, "killed"),
    (OLDEST, "foreach-retry-work"),
)
"""By the version of Airflow, cases that differ in what Airflow asks Kubernetes for."""
EXHAUSTING = b"""
from metaflow import FlowSpec, current, resources, retry, step


class ExhaustingFlow(FlowSpec):
    @retry(times=1, minutes_between_retries=0)
    @resources(memory=128)
    @step
    def start(self):
        self.attempt = current.retry_count
        if current.retry_count == 0:
            self.many = b"x" * 2**29
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ExhaustingFlow()
"""
RunsOf = Callable[[str], ClusterDagRuns]


@pytest.fixture(scope="module")
def namespace(cluster_api: Api) -> Iterator[AirflowNamespace]:
    """One for all pods of these tests."""
    with airflow_namespace(cluster_api) as made:
        yield made


@pytest.fixture(scope="module")
def runs_of(
    namespace: AirflowNamespace, metaflow_python: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunsOf]:
    """From a version of Airflow to what runs flows on it."""
    settings = Settings(
        image=python_image(),
        include=("*",),
        # Small, for many pods to have room on one node.
        resources=DefaultResources(cpu=0.01, memory=64, disk=1),
        namespace=namespace.name,
    )
    started: dict[str, Airflow] = {}

    def get(version: str) -> ClusterDagRuns:
        if version not in started:
            folder = tmp_path_factory.mktemp("airflow") / version
            started[version] = Airflow(version, folder, LOCAL_SETTINGS)
        place = replace(PLACE, root=f"{PLACE.root}airflow-{version}/")
        files = DagFiles(metaflow_python, place, settings)
        return ClusterDagRuns(started[version], files, namespace)

    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**PLACE.variables, "FLOWC_USER": "conformance"}.items():
            patch.setenv(name, value)
        yield get
    for airflow in started.values():
        airflow.close()


@pytest.mark.parametrize(("version", "name"), CHOSEN)
def test_a_dag_does_what_metaflow_does(
    version: str,
    name: str,
    runs_of: RunsOf,
    metaflow_python: Path,
    compared: list[Row],
    tmp_path: Path,
) -> None:
    (case,) = (one for one in scheduled_cases() if one.name == name)
    expected = metaflow_outcomes(case, metaflow_python, tmp_path / "metaflow")
    started = time.monotonic()
    actual = runs_of(version).outcomes(case, tmp_path / "airflow")
    seconds = time.monotonic() - started
    outcomes = comparable(expected, actual)
    assert_same(case, *outcomes)
    compared.append(row(f"{name}, Airflow {version}", outcomes[1], seconds))


def test_a_pod_that_runs_out_of_memory_is_tried_again(runs_of: RunsOf, tmp_path: Path) -> None:
    case = Case("exhausting", {"flow.py": EXHAUSTING}, (Command("flow.py"),))
    (outcome,) = runs_of(NEWEST).outcomes(case, tmp_path)
    assert outcome.status == 0, outcome.console
    assert "OOMKilled" in outcome.console
    assert outcome.tasks["start"].artifacts["attempt"] == "1"
