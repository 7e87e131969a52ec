"""What is left of attempts that fail before they come to the user's code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from runtime_shim.contract import packaged_plan
from runtime_shim.history import History
from runtime_shim.manifest import Manifest, TaskId
from runtime_shim.store import open_store
from tests.environments import ROOT

ENVIRONMENT = "pypi-0123456789abcdef"


class Cluster:
    """Starts tasks as a cluster does, in a folder, with a datastore in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.history = History(open_store(str(folder / "store")), "Flow", "argo-1")

    def start(
        self, number: int, counted: str = "--attempt", **variables: str
    ) -> subprocess.CompletedProcess[str]:
        where = ["step", "start", "--path", "", counted, str(number)]
        return subprocess.run(
            [sys.executable, "-m", "runtime_shim", *where],
            cwd=self._folder,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "USER": "ann",
                "FLOWC_FLOW": "flows/flow.py:Flow",
                "FLOWC_RUN": "argo-1",
                "FLOWC_DATASTORE": "store",
                "FLOWC_PARAMETERS": '[{"name": "alpha", "value": "1"}]',
                "FLOWC_CACHE": str(self._folder / "cache"),
                **variables,
            },
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    @property
    def failures(self) -> list[Manifest]:
        return self.history.failures(TaskId("start", ""))


@pytest.fixture
def cluster(tmp_path: Path) -> Cluster:
    return Cluster(tmp_path)


def test_each_attempt_without_its_packages_is_recorded_in_a_run(
    cluster: Cluster, tmp_path: Path
) -> None:
    plan = tmp_path / packaged_plan("Flow")
    variables = {"FLOWC_ENVIRONMENT": ENVIRONMENT, "FLOWC_PLAN": str(plan)}
    attempts = [cluster.start(attempt, **variables) for attempt in range(2)]
    said = attempts[0].stderr.strip()
    assert f"{ENVIRONMENT}.txt of the package environment cannot be read" in said
    assert "Traceback" not in said
    assert [done.returncode for done in attempts] == [1, 1]
    assert [failure.attempt for failure in cluster.failures] == [0, 1]
    last = cluster.failures[-1]
    assert last.error is not None
    assert last.error.type == "flowc.EnvironmentFailed"
    assert last.error.message == said
    assert last.started <= last.finished
    assert last.system["environment"] == ENVIRONMENT
    record = cluster.history.record()
    assert record is not None
    assert (record.scheduler, record.user, record.file) == ("argo", "ann", "flows/flow.py")
    assert record.parameters == {"alpha": "1"}


def test_so_is_one_without_its_code(cluster: Cluster) -> None:
    assert cluster.start(0, FLOWC_PACKAGE="0" * 64).returncode == 1
    (failure,) = cluster.failures
    assert failure.error is not None
    assert "has no code package" in failure.error.message
    assert cluster.history.record() is not None


def test_a_retry_without_its_code_is_not_one_of_the_step_s_attempts(cluster: Cluster) -> None:
    """How many those are is in the code."""
    for number in (1, 2):
        assert cluster.start(number, "--retry", FLOWC_PACKAGE="0" * 64).returncode == 1
    assert [failure.attempt for failure in cluster.failures] == [0]
    cluster.history.begin_retry(TaskId("start", ""), 3)
    assert cluster.start(5, "--retry", FLOWC_PACKAGE="0" * 64).returncode == 1
    assert [failure.attempt for failure in cluster.failures] == [0, 1]


def test_where_nothing_can_be_recorded_the_reason_is_told(cluster: Cluster, tmp_path: Path) -> None:
    (tmp_path / "store").write_text("no folder")
    done = cluster.start(0, FLOWC_ENVIRONMENT=ENVIRONMENT, FLOWC_PLAN="plan.json")
    assert done.returncode == 1
    assert "of the package environment cannot be read" in done.stderr
    assert len(done.stderr.splitlines()) == 1
