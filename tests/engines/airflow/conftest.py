"""Fixtures: Airflow in its versions, each started once where a test asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from compiler.backends.registry import targets
from tests.engines.airflow.airflows import VERSIONS, Airflow

collect_ignore = (
    []
    if "airflow" in targets()
    else [
        "test_conformance.py",
        "test_dags.py",
        "test_failures.py",
        "test_scheduled_flow.py",
        "test_wide.py",
    ]
)
"""What compiles flows, until there is the target."""
AirflowOf = Callable[[str], Airflow]


@pytest.fixture(scope="session")
def airflow_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AirflowOf]:
    """From a version to the process that runs it."""
    started: dict[str, Airflow] = {}

    def get(version: str) -> Airflow:
        if version not in started:
            folder: Path = tmp_path_factory.mktemp("airflow")
            started[version] = Airflow(version, folder / version)
        return started[version]

    yield get
    for airflow in started.values():
        airflow.close()


@pytest.fixture(scope="session", params=VERSIONS)
def airflow(request: pytest.FixtureRequest, airflow_of: AirflowOf) -> Airflow:
    """Each version in turn."""
    return airflow_of(request.param)
