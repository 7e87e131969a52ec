from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Flowc


def test_a_good_flow(project: Path, flowc: Flowc) -> None:
    result = flowc("check", "good.py")
    assert (result.code, result.out, result.err) == (0, "no errors in good.py\n", "")
    assert sorted(path.name for path in project.iterdir()) == [
        "bad.py",
        "flowc.toml",
        "good.py",
        "warned.py",
    ]


def test_errors_are_the_result_and_end_in_their_number(project: Path, flowc: Flowc) -> None:
    result = flowc("check", "bad.py")
    assert (result.code, result.err) == (1, "")
    assert "  --> bad.py:7:" in result.out
    assert " 7 |         self.next(self.nowhere)\n" in result.out
    assert result.out.splitlines()[-1].endswith(" in bad.py")
    assert "\x1b" not in result.out


def test_warnings_leave_the_exit_code_at_0(project: Path, flowc: Flowc) -> None:
    result = flowc("check", "warned.py")
    assert result.code == 0
    assert result.out.endswith("\n1 warning in warned.py\n")


def test_a_class_and_a_target(project: Path, flowc: Flowc) -> None:
    assert flowc("check", "good.py:Train", "--target", "ir").code == 0


def test_a_class_that_is_not_there_is_a_diagnostic(project: Path, flowc: Flowc) -> None:
    result = flowc("check", "good.py:Trian")
    assert result.code == 1
    assert "error[FC" in result.out
    assert "`Trian`" in result.out


def test_paths_are_seen_from_the_current_folder(
    project: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "flows").mkdir()
    (project / "bad.py").rename(project / "flows" / "bad.py")
    assert "--> flows/bad.py:7:" in flowc("check", "flows/bad.py").out
    monkeypatch.chdir(project / "flows")
    assert "--> bad.py:7:" in flowc("check", "bad.py").out
    (project / "elsewhere").mkdir()
    monkeypatch.chdir(project / "elsewhere")
    assert f"--> {project}/flows/bad.py:7:" in flowc("check", "../flows/bad.py").out


def test_json(project: Path, flowc: Flowc) -> None:
    result = flowc("check", "bad.py", "--format", "json")
    document = json.loads(result.out)
    assert result.code == 1
    assert document["summary"]["errors"] == len(document["diagnostics"]) > 0
    assert document["diagnostics"][0]["location"]["file"] == "bad.py"
    assert json.loads(flowc("check", "good.py", "--format", "json").out)["diagnostics"] == []


def test_sarif(project: Path, flowc: Flowc) -> None:
    result = flowc("check", "bad.py", "--format", "sarif")
    (run,) = json.loads(result.out)["runs"]
    assert result.code == 1
    assert run["results"][0]["ruleId"] == run["tool"]["driver"]["rules"][0]["id"]


def test_github(project: Path, flowc: Flowc) -> None:
    result = flowc("check", "bad.py", "--format", "github")
    assert result.code == 1
    assert all(line.startswith("::error file=bad.py,line=") for line in result.out.splitlines())
    assert result.out
    assert flowc("check", "good.py", "--format", "github").out == ""


def test_colour_when_asked_for(project: Path, flowc: Flowc) -> None:
    assert "\x1b[1;31merror" in flowc("check", "bad.py", "--color", "always").out
