from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from runtime_shim.libraries import libraries_of
from tests.runtime_shim.driver import ROOT

PROGRAM = """
from runtime_shim.libraries import lead_to_libraries
lead_to_libraries()
lead_to_libraries()
import beside, library, sys
print(beside.__file__, library.__file__, len(sys.path) - len(set(sys.path)))
"""


@pytest.mark.parametrize(
    ("names", "minor", "found"),
    [
        ([], 11, None),
        (["python3", "python3.x", "python3.9.py", "xpython3.9"], 11, None),
        (["python3.10", "python3.9", "python3.11"], 9, "python3.9"),
        (["python3.10", "python3.9", "python3.11"], 14, "python3.11"),
        (["python3.10"], 9, None),
    ],
)
def test_which_packages_are_for_this_python(
    names: list[str], minor: int, found: str | None
) -> None:
    assert libraries_of(names, minor) == found


def test_they_are_found_through_a_link_to_the_runtime(tmp_path: Path) -> None:
    brought, linked = tmp_path / "brought", tmp_path / "linked"
    (brought / "python3.9").mkdir(parents=True)
    linked.mkdir()
    (brought / "runtime_shim").mkdir()
    for name in ("__init__.py", "libraries.py"):
        (brought / "runtime_shim" / name).write_bytes((ROOT / "runtime_shim" / name).read_bytes())
    (linked / "runtime_shim").symlink_to(brought / "runtime_shim")
    files = [brought / "beside.py", brought / "python3.9" / "library.py"]
    for file in files:
        file.touch()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path,
        env={"PYTHONPATH": str(linked)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [*map(str, files), "0"]
