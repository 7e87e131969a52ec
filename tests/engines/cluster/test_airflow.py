"""DAGs of real Airflow, whose pods truly run on Kubernetes.

What these flows come to is compared with Metaflow, as that of all flows is with pods that are
processes of this machine (`tests/engines/airflow`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from compiler.settings import DefaultResources, Settings
from tests.conformance.case import Case, Command
from tests.conformance.compare import assert_same
from tests.conformance.metaflow_side import metaflow_outcomes
from tests.conformance.outcome import Outcome
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
LANES = (
    (
        NEWEST,
        ("linear-retry-work", "linear-fail-work", "foreach-catch-work", "killed", "exhausting"),
    ),
    (NEWEST, ("foreach_of_foreach_of_foreach-retry-cell",)),
    (OLDEST, ("foreach-retry-work", "gang-environment-end", "odd_text")),
)
"""Airflows that run at the same time, each with its version and its cases, one after the other."""
EXHAUSTING = b"""
from metaflow import FlowSpec, current, kubernetes, retry, step


class ExhaustingFlow(FlowSpec):
    @retry(times=1, minutes_between_retries=0)
    @kubernetes(cpu=0.5, memory=128, qos="guaranteed")
    @step
    def start(self):
        self.attempt = current.retry_count
        if current.retry_count == 0:
            many = b"x" * 2**29
            raise AssertionError(len(many))
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ExhaustingFlow()
"""
READING = b"""
from metaflow import FlowSpec, Parameter, step


class ReadingFlow(FlowSpec):
    text = Parameter("text", required=True)

    @step
    def start(self):
        self.read = self.text
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    ReadingFlow()
"""
ODD_TEXT = """{{ ds }} {% raw %} '"; $(id) $(HOME) $$ \\"""
CASES = {
    "exhausting": Case("exhausting", {"flow.py": EXHAUSTING}, (Command("flow.py"),)),
    "odd_text": Case(
        "odd_text", {"flow.py": READING}, (Command("flow.py", ("run", "--text", ODD_TEXT)),)
    ),
    **{case.name: case for case in scheduled_cases()},
}
UnderWay = Mapping[str, Future[tuple[list[Outcome], float]]]
"""By the name of a case its outcomes, and how many seconds they took."""


@pytest.fixture(scope="module")
def namespace(cluster_api: Api) -> Iterator[AirflowNamespace]:
    """One for all pods of these tests."""
    with airflow_namespace(cluster_api) as made:
        yield made


@pytest.fixture(scope="module")
def settings(namespace: AirflowNamespace) -> Settings:
    """Of all flows here."""
    return Settings(
        image=python_image(),
        include=("*",),
        # Small, for many pods to have room on one node.
        resources=DefaultResources(cpu=0.01, memory=64, disk=1),
        namespace=namespace.name,
    )


@pytest.fixture(scope="module")
def under_way(
    request: pytest.FixtureRequest,
    namespace: AirflowNamespace,
    settings: Settings,
    metaflow_python: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[UnderWay]:
    """The outcomes of each case that was selected."""
    selected = {
        item.callspec.params["name"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.module is request.module
    }

    def timed(runs: ClusterDagRuns, name: str) -> tuple[list[Outcome], float]:
        started = time.monotonic()
        outcomes = runs.outcomes(CASES[name], tmp_path_factory.mktemp(name))
        return outcomes, time.monotonic() - started

    # Two threads that ask for it first would each make one of their own.
    tmp_path_factory.getbasetemp()
    place = replace(PLACE, root=f"{PLACE.root}{namespace.name}/")
    files = DagFiles(metaflow_python, place, settings)
    found: dict[str, Future[tuple[list[Outcome], float]]] = {}
    with pytest.MonkeyPatch.context() as patch, ExitStack() as stack:
        for name, value in {**PLACE.variables, "FLOWC_USER": "conformance"}.items():
            patch.setenv(name, value)
        for version, names in LANES:
            chosen = [name for name in names if name in selected]
            if chosen:
                folder = tmp_path_factory.mktemp("airflow") / version
                airflow = Airflow(version, folder, LOCAL_SETTINGS)
                stack.callback(airflow.close)
                runs = ClusterDagRuns(airflow, files, namespace)
                pool = ThreadPoolExecutor(1)
                stack.callback(pool.shutdown, cancel_futures=True)
                found.update({name: pool.submit(timed, runs, name) for name in chosen})
        yield found


@pytest.mark.parametrize(
    ("version", "name"),
    [(version, name) for version, names in LANES for name in names if name != "exhausting"],
)
def test_a_dag_does_what_metaflow_does(
    version: str,
    name: str,
    under_way: UnderWay,
    metaflow_python: Path,
    compared: list[Row],
    tmp_path: Path,
) -> None:
    expected = metaflow_outcomes(CASES[name], metaflow_python, tmp_path)
    actual, seconds = under_way[name].result()
    outcomes = comparable(expected, actual)
    assert_same(CASES[name], *outcomes)
    compared.append(row(f"{name}, Airflow {version}", outcomes[1], seconds))


@pytest.mark.parametrize("name", ["exhausting"])
def test_a_pod_that_runs_out_of_memory_is_tried_again(name: str, under_way: UnderWay) -> None:
    ((outcome,), _) = under_way[name].result()
    assert outcome.status == 0, outcome.console
    assert "OOMKilled" in outcome.console
    assert outcome.tasks["start"].artifacts["attempt"] == "1"
