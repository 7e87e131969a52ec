from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from runtime_shim.entry import main
from tests.runtime_shim.driver import ROOT


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["walk"],
        ["step"],
        ["step", "start"],
        ["step", "start", "--path", "", "--attempt", "first"],
        ["step", "start", "--path", "", "--path", "1"],
        ["step", "start", "--path", "../../x", "--attempt", "0"],
        ["step", "start", "--path", "1/2", "--attempt", "0"],
        ["step", "../start", "--path", "1", "--attempt", "0"],
        ["step", "start", "--path", "1", "--retry", "-1"],
        ["step", "start", "--path", "--", "--retry", "0"],
        ["step", "start", "--retry", "0", "--attempt", "0"],
        ["step", "start", "--retry", "0", "--retry", "0"],
        ["step", "start", "--path", "1", "--retry", "0", "--attempt", "0"],
        ["step", "start", "--path", "1", "--attempt", "0", "--first", "-1"],
        ["step", "start", "--path", "1", "--attempt", "0", "--first"],
        ["step", "start", "--path", "1", "--attempt", "0", "--attempt", "1"],
        ["step", "start", "--path", "1", "--retry", "0", "--first", "0"],
        ["step", "start", "--path", "1", "--first", "0"],
        ["hook"],
        ["hook", "a", "b"],
    ],
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage: python -m runtime_shim step STEP")


def test_an_environment_that_lacks_something(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FLOWC_PLAN", raising=False)
    assert main(["step", "start", "--attempt", "0", "--path", ""]) == 1
    assert capsys.readouterr().err == "the environment variable FLOWC_PLAN is not set.\n"


def test_modules_of_the_users_do_not_stand_in_for_the_standard_library(tmp_path: Path) -> None:
    for name in ("json", "dataclasses", "signal"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong one')")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "FLOWC_PLAN": "absent.json"}
    done = subprocess.run(
        [sys.executable, "-m", "runtime_shim", "step", "start", "--path", "", "--attempt", "0"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("the plan absent.json cannot be read")


def test_the_package_can_be_run_by_its_folder(tmp_path: Path) -> None:
    """With the runtime's own modules, the user's packages, then what lies beside the runtime."""
    brought, site = tmp_path / "brought", tmp_path / "site"
    shutil.copytree(ROOT / "runtime_shim", brought / "runtime_shim")
    for folder, text in {
        brought / "shared": "runtime's",
        brought / "python3.9" / "library": "runtime's",
        site / "shared": "user's",
        site / "runtime_shim": "user's",
        brought / "json": "nobody's",
        brought / "runtime_shim" / "string": "nobody's",
    }.items():
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(f"OF = {text!r}")
    entry = brought / "runtime_shim" / "entry.py"
    entry.write_text(
        "import json, library, shared, string\n"
        "def main(arguments):\n"
        "    print(arguments, shared.OF, library.OF, json.loads('1'), string.digits)\n"
    )
    done = subprocess.run(
        [sys.executable, str(brought / "runtime_shim"), "step", "a"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout == "['step', 'a'] user's runtime's 1 0123456789\n", done.stderr
