"""Same input, same bytes: whatever the hash seed, the folder and the Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

COMPILE_ALL = """
import hashlib, json, sys
from golden_tests.cases import FOLDERS, TARGETS, cases, compile_case
digests = {}
for folder in ("flows", "rejected"):
    for case in cases(folder):
        for target in (*TARGETS, *FOLDERS) if folder == "flows" else ("argo",):
            compiled = compile_case(case, target)
            content = b"".join(compiled.documents.values()) + compiled.diagnostics.encode()
            digests[f"{folder}/{case.name}/{target}"] = hashlib.sha256(content).hexdigest()
json.dump(digests, sys.stdout)
"""


def compile_all(python: str | Path, root: Path, seed: str) -> dict[str, str]:
    """The digest of what every golden flow gives, bytes and diagnostics, in a new process."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
    done = subprocess.run(
        [str(python), "-c", COMPILE_ALL],
        cwd=root.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    digests: dict[str, str] = json.loads(done.stdout)
    return digests


@pytest.fixture(scope="module")
def expected() -> dict[str, str]:
    digests = compile_all(sys.executable, ROOT, seed="0")
    assert len(digests) > 100
    return digests


def test_hash_seed(expected: dict[str, str]) -> None:
    assert compile_all(sys.executable, ROOT, seed="4711") == expected


def test_folder(expected: dict[str, str], tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere" / "deep"
    moved.mkdir(parents=True)
    for name in ("compiler", "runtime_shim", "golden_tests", "flowc.py", "pyproject.toml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, moved / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, moved / name)
    assert compile_all(sys.executable, moved, seed="1") == expected


@pytest.mark.other_python
@pytest.mark.parametrize("version", ["3.10", "3.11", "3.12", "3.13"])
def test_python_version(
    expected: dict[str, str], other_python: Callable[[str], Path], version: str
) -> None:
    assert compile_all(other_python(version), ROOT, seed="random") == expected
