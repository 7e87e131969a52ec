"""What is installed, and what is promised about how."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.environments import IMAGE_LOCK, METAFLOW_LOCK, ROOT, RUNTIME_LOCK

LOCKS = sorted([*(ROOT / "requirements").glob("*.txt"), *IMAGE_LOCK.parent.glob("*.txt")])
PACKAGES = ("compiler", "runtime_shim")
MODULES = {"flowc.py"}
OLD_PYTHON = {("obstore", "0.8.2")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("flowc-*.whl")
    return zipfile.ZipFile(built)


def test_the_wheel_holds_every_file_of_the_packages_and_no_other(wheel: zipfile.ZipFile) -> None:
    expected = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    held = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert held == expected | MODULES
    assert {f"{package}/py.typed" for package in PACKAGES} <= held


def test_the_wheel_has_the_command_and_the_extras(wheel: zipfile.ZipFile) -> None:
    (folder,) = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
    entry_points = wheel.read(f"{folder}/entry_points.txt").decode()
    assert "flowc = compiler.cli.main:main" in entry_points
    metadata = wheel.read(f"{folder}/METADATA").decode()
    assert "\nName: flowc\n" in metadata
    assert "\nRequires-Python: >=3.10\n" in metadata
    extras = set(re.findall(r"^Provides-Extra: (.+)$", metadata, re.MULTILINE))
    assert extras == {"airflow", "aws", "azure", "dev", "gcp", "gcs", "pypi", "s3"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_and_hashes_everything_and_names_no_host(lock: Path) -> None:
    text = lock.read_text()
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text
    entries = re.split(r"\n(?=\S)", text.replace("\\\n", " ").strip())
    requirements = [entry for entry in entries if not entry.startswith("#")]
    assert requirements
    for requirement in requirements:
        assert re.match(r"[\w.\-\[\]]+==\S+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_the_development_lock_agrees_with_the_runtime_lock() -> None:
    runtime, development = _pins(RUNTIME_LOCK), _pins(ROOT / "requirements" / "dev.txt")
    assert runtime <= development
    assert not any(name == "metaflow" for name, _ in development)
    assert any(name == "metaflow" for name, _ in _pins(METAFLOW_LOCK))


def test_the_tests_use_the_packages_that_containers_have() -> None:
    tested = {pin for pin in _pins(ROOT / "requirements" / "dev.txt") if pin[0] == "obstore"}
    # Containers alone run on a Python that is older than flowc's own.
    assert tested == {pin for pin in _pins(IMAGE_LOCK) if pin[0] == "obstore"} - OLD_PYTHON


def test_golden_files_are_not_written_in_ci() -> None:
    command = [sys.executable, "-m", "pytest", "--regenerate-golden", "--collect-only", "-q"]
    environment = {**os.environ, "CI": "true"}
    done = subprocess.run(
        [*command, "tests/test_packaging.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "not in CI" in done.stderr


def _pins(lock: Path) -> set[tuple[str, str]]:
    return set(re.findall(r"^([\w.\-]+)==(\S+)", lock.read_text(), re.MULTILINE))
