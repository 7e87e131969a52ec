"""The program runs under real Pythons, with an index that is a folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from compiler.compute.bootstrap import BOOTSTRAP_LAUNCH
from compiler.images.wheel import runtime_wheel
from tests.environments import find_interpreter

Environment = dict[str, str]


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """That of a container whose pip finds the runtime's wheel, and nothing else."""
    index = tmp_path / "index"
    index.mkdir()
    wheel = runtime_wheel()
    (index / wheel.file).write_bytes(wheel.content)
    return {
        **os.environ,
        "PIP_FIND_LINKS": str(index),
        "PIP_NO_INDEX": "1",
        "TMPDIR": str(tmp_path),
        "FLOWC_RUNTIME": wheel.requirement,
    }


def start(python: str, environment: Environment, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, *BOOTSTRAP_LAUNCH, "step", "start"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("version", ["3.9", "3.13"])
def test_it_goes_on_as_the_runtime(version: str, environment: Environment, tmp_path: Path) -> None:
    python = find_interpreter(version)
    if python is None:
        pytest.skip(f"this machine has no Python {version}")
    for name in ("tempfile", "subprocess", "pip"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong one')")
    done = start(python, environment, tmp_path)
    assert done.stderr.startswith("usage: python -m runtime_shim step STEP")
    assert done.returncode == 2


def test_other_bytes_are_not_run(environment: Environment, tmp_path: Path) -> None:
    digest = environment["FLOWC_RUNTIME"].rpartition(":")[2].strip()
    environment["FLOWC_RUNTIME"] = environment["FLOWC_RUNTIME"].replace(digest, "0" * 64)
    done = start("python3", environment, tmp_path)
    assert done.returncode == 1
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in done.stderr
    assert done.stderr.endswith("pip could not install the runtime of flowc.\n")
    assert "Traceback" not in done.stderr
