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


def test_there_are_golden_files() -> None:
    assert FILES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(GOLDEN).as_posix())
def test_a_file_is_imported_as_it_is(airflow: Airflow, file: Path) -> None:
    imported = airflow.imported(file)
    assert not imported.errors
    assert len(imported.dags) == 1
    # Also those of other files, as of a provider, are listed by where they were given.
    assert [text for text in imported.warnings if f"{file.name}:" in text] == []


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
