"""The modules of a project are found by a task, and by what it starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import runtime_shim
from runtime_shim import contract
from runtime_shim.modules import lead_to_project

RUNTIME = Path(runtime_shim.__file__).parent


@pytest.fixture
def variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Of a task whose project has a module in its root, and one in `src`."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    (tmp_path / "project" / "src").mkdir(parents=True)
    (tmp_path / "project" / "in_root.py").write_text("NAME = 'root'")
    (tmp_path / "project" / "src" / "in_src.py").write_text("NAME = 'src'")
    root, cache = str(tmp_path / "project"), str(tmp_path / "cache")
    return {contract.ENV_ROOT: root, contract.ENV_CACHE: cache}


def test_they_come_after_the_standard_library_and_before_all_else(
    variables: dict[str, str],
) -> None:
    lead_to_project(variables)
    root = variables[contract.ENV_ROOT]
    own = [sys.path.index(root), sys.path.index(f"{root}/src")]
    assert own[1] == own[0] + 1
    assert sys.path.index(str(Path(os.__file__).parent)) < own[0]
    assert all(sys.path.index(path) > own[1] for path in sys.path if "site-packages" in path)


def test_a_project_without_src(variables: dict[str, str]) -> None:
    (Path(variables[contract.ENV_ROOT]) / "src").rename(f"{variables[contract.ENV_ROOT]}/lib")
    lead_to_project(variables)
    assert [path for path in sys.path if path.startswith(variables[contract.ENV_ROOT])] == [
        variables[contract.ENV_ROOT]
    ]


def test_children_find_them_and_the_runtime(variables: dict[str, str], tmp_path: Path) -> None:
    variables["PYTHONPATH"] = "/elsewhere"
    lead_to_project(variables)
    runtime, root, src, inherited = variables["PYTHONPATH"].split(os.pathsep)
    assert sorted(path.name for path in Path(runtime).iterdir()) == ["flowc.py", "runtime_shim"]
    assert (src, inherited) == (f"{root}/src", "/elsewhere")
    code = "import in_root, in_src, runtime_shim; print(in_root.NAME, in_src.NAME)"
    said = subprocess.check_output(
        [sys.executable, "-S", "-c", code], env=variables, cwd=tmp_path, text=True
    )
    assert said == "root src\n"


def test_children_that_find_the_runtime_already(variables: dict[str, str], tmp_path: Path) -> None:
    variables["PYTHONPATH"] = f"/elsewhere{os.pathsep}{RUNTIME.parent}"
    lead_to_project(variables)
    root = variables[contract.ENV_ROOT]
    expected = [str(RUNTIME.parent), root, f"{root}/src", "/elsewhere"]
    assert variables["PYTHONPATH"].split(os.pathsep) == expected
    assert not (tmp_path / "cache").exists()
