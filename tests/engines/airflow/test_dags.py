"""Golden DAG files on real Airflow, and what its own linter says of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines.airflow.airflows import Airflow
from tests.environments import ROOT

pytestmark = pytest.mark.airflow

GOLDEN = ROOT / "golden_tests" / "expected" / "airflow"
FILES = sorted(GOLDEN.rglob("*.py"))

FIRST_RUNS = {
    "schedule_cron_aws": "2026-03-30T08:00:00+00:00",
    "schedule_cron_timezone": "2026-04-01T03:30:00+00:00",
    "schedule_daily": "2026-03-29T00:00:00+00:00",
    "schedule_hourly": "2026-03-28T12:00:00+00:00",
    "schedule_weekly": "2026-03-29T00:00:00+00:00",
    "trigger_events": None,
    "linear": None,
}
"""When a flow first runs by itself after noon of 28 March 2026; Finland is two hours ahead of UTC
then, and three from the next night on."""


def test_there_are_golden_files() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(GOLDEN).as_posix())
def test_a_file_is_imported_as_it_is(airflow: Airflow, file: Path) -> None:
    imported = airflow.imported(file)
    assert not imported.errors
    assert len(imported.dags) == 1
    # Also those of other files, as of a provider, are listed by where they were given.
    assert [text for text in imported.warnings if f"{file.name}:" in text] == []


@pytest.mark.parametrize("case", FIRST_RUNS)
def test_a_schedule_is_what_the_flow_says(airflow: Airflow, case: str) -> None:
    (file,) = (GOLDEN / case).glob("*.py")
    (first,) = airflow.imported(file).first_runs.values()
    assert first == FIRST_RUNS[case]


@pytest.mark.parametrize(
    "command",
    [["format", "--check", "--diff"], ["check"], ["check", "--select", "AIR", "--preview"]],
    ids=" ".join,
)
def test_ruff_leaves_the_files_alone(command: list[str]) -> None:
    ruff = Path(sys.executable).with_name("ruff")
    # By default, and not as this project has it.
    words = [str(ruff), *command, "--isolated", "--no-cache", *map(str, FILES)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
