from __future__ import annotations

import csv
import hashlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from compiler.images.wheel import Wheel, runtime_files, runtime_wheel
from compiler.version import VERSION
from tests.environments import ROOT, find_interpreter

INSTALL = ["install", "--quiet", "--no-index", "--no-deps", "--disable-pip-version-check"]
PRINT_DIGEST = """
import hashlib
from compiler.images.wheel import runtime_wheel
print(hashlib.sha256(runtime_wheel().content).hexdigest())
"""


@pytest.fixture(scope="module")
def wheel() -> Wheel:
    return runtime_wheel()


def test_it_holds_the_runtime_and_nothing_of_the_compiler() -> None:
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "runtime_shim").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert set(runtime_files()) == expected | {"flowc.py"}


def test_every_file_is_recorded(wheel: Wheel) -> None:
    archive = zipfile.ZipFile(io.BytesIO(wheel.content))
    (record,) = (name for name in archive.namelist() if name.endswith("/RECORD"))
    rows = list(csv.reader(archive.read(record).decode().splitlines()))
    assert [row[0] for row in rows] == archive.namelist()
    assert rows[-1] == [record, "", ""]
    assert all(len(row[1]) == len("sha256=") + 43 for row in rows[:-1])
    assert [int(row[2]) for row in rows[:-1]] == [i.file_size for i in archive.infolist()[:-1]]


def test_the_requirement_has_the_digest(wheel: Wheel) -> None:
    digest = hashlib.sha256(wheel.content).hexdigest()
    name, _, rest = wheel.requirement.partition(" \\\n")
    assert name == f"flowc-runtime=={VERSION}"
    assert rest == f"    --hash=sha256:{digest}\n"


@pytest.mark.parametrize("version", ["3.9", "3.10", "3.11", "3.12", "3.13"])
def test_pip_installs_it_where_it_runs(version: str, wheel: Wheel, tmp_path: Path) -> None:
    python = find_interpreter(version)
    if python is None:
        pytest.skip(f"this machine has no Python {version}")
    file = tmp_path / wheel.file
    file.write_bytes(wheel.content)
    lock = tmp_path / "requirements.txt"
    lock.write_text(wheel.requirement)
    packages = tmp_path / "packages"
    # The running pip, under another Python: that one may have none.
    pip = [sys.executable, "-m", "pip", "--python", python, *INSTALL]
    where = ["--find-links", str(tmp_path), "--target", str(packages)]
    subprocess.run([*pip, *where, "--require-hashes", "-r", str(lock)], check=True)
    assert (packages / "flowc.py").exists()
    done = subprocess.run(
        [python, str(packages / "runtime_shim")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("usage: python -m runtime_shim step STEP")


@pytest.mark.other_python
@pytest.mark.parametrize("version", ["3.10", "3.12", "3.13"])
def test_another_python_writes_the_same_bytes(
    version: str, other_python: Callable[[str], Path]
) -> None:
    done = subprocess.run(
        [other_python(version), "-c", PRINT_DIGEST],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    here = hashlib.sha256(runtime_wheel().content).hexdigest()
    assert done.stdout.strip() == here
