from __future__ import annotations

import os
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
