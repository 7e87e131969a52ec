from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, Flowc


def compile_ir(flowc: Flowc, flow: str = "good.py", *more: str) -> int:
    return flowc("compile", flow, "--target", "ir", *more).code


def test_it_writes_to_build_and_says_so_on_stderr(project: Path, flowc: Flowc) -> None:
    result = flowc("compile", "good.py", "--target", "ir")
    assert (result.code, result.out) == (0, "")
    document, manifest = result.err.splitlines()
    assert document.startswith("wrote build/ir/Train.ir.json (")
    assert document.endswith(" kB)")
    assert manifest.startswith("wrote build/ir/manifests/Train.json (")
    listed = json.loads((project / "build/ir/manifests/Train.json").read_text())["files"]
    assert list(listed) == ["Train.ir.json"]
    assert json.loads((project / "build/ir/Train.ir.json").read_text())["name"] == "Train"


def test_a_second_time_there_is_nothing_to_write(project: Path, flowc: Flowc) -> None:
    compile_ir(flowc)
    result = flowc("compile", "good.py", "--target", "ir")
    assert [line.split(" ")[0] for line in result.err.splitlines()] == ["unchanged", "unchanged"]


def test_two_flows_in_the_default_folder(project: Path, flowc: Flowc) -> None:
    (project / "other.py").write_text(GOOD.replace("Train", "Other"))
    compile_ir(flowc)
    compile_ir(flowc, "other.py")
    assert compile_ir(flowc, "good.py", "--check") == 0
    assert compile_ir(flowc, "other.py", "--check") == 0


def test_two_flows_of_one_name_in_the_default_folder(project: Path, flowc: Flowc) -> None:
    (project / "other.py").write_text(GOOD.replace("work", "train"))
    compile_ir(flowc)
    result = flowc("compile", "other.py", "--target", "ir")
    assert (result.code, result.out) == (2, "")
    assert (
        "build/ir/manifests/Train.json belongs to the flow `Train` of good.py, compiled for `ir`"
    ) in result.err
    assert compile_ir(flowc, "good.py", "--check") == 0


def test_a_folder_of_ones_own(project: Path, flowc: Flowc) -> None:
    assert compile_ir(flowc, "good.py:Train", "-o", "deploy/here") == 0
    assert (project / "deploy/here/Train.ir.json").exists()
    assert not (project / "build").exists()


def test_standard_output_has_the_document_alone(project: Path, flowc: Flowc) -> None:
    result = flowc("compile", "warned.py", "--target", "ir", "--output", "-")
    assert result.code == 0
    assert json.loads(result.out)["name"] == "Train"
    assert "warning[" in result.err
    assert not (project / "build").exists()
    compile_ir(flowc, "warned.py")
    assert (project / "build/ir/Train.ir.json").read_text() == result.out


def test_standard_output_takes_no_more_than_one_file(project: Path, flowc: Flowc) -> None:
    words = ("good.py:Train", "--target", "stepfunctions", "--datastore", "s3://b/f")
    result = flowc("compile", *words, "--output", "-")
    assert (result.code, result.out) == (2, "")
    assert "state-machine.asl.json" in result.err


@pytest.mark.parametrize("command", ["check", "compile"])
def test_turns_of_loops_are_for_airflow_alone(command: str, project: Path, flowc: Flowc) -> None:
    assert flowc(command, "good.py:Train", "--target", "airflow", "--max-loop", "2").code == 0
    result = flowc(command, "good.py:Train", "--target", "argo", "--max-loop", "2")
    assert result.code == 2
    assert "--max-loop goes with --target airflow" in result.err


def test_errors_go_to_stderr_and_nothing_is_written(project: Path, flowc: Flowc) -> None:
    result = flowc("compile", "bad.py", "--target", "ir")
    assert (result.code, result.out) == (1, "")
    assert "--> bad.py:7:" in result.err
    assert result.err.splitlines()[-1].endswith(" in bad.py")
    assert not (project / "build").exists()


def test_quiet_leaves_errors_alone(project: Path, flowc: Flowc) -> None:
    result = flowc("compile", "warned.py", "--target", "ir", "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")
    assert flowc("compile", "bad.py", "--target", "ir", "-q").err != ""


def test_check_is_quiet_about_a_match(project: Path, flowc: Flowc) -> None:
    compile_ir(flowc)
    result = flowc("compile", "good.py", "--target", "ir", "--check")
    assert (result.code, result.out, result.err) == (0, "", "build/ir is up to date\n")


def test_check_shows_the_difference_and_writes_nothing(project: Path, flowc: Flowc) -> None:
    compile_ir(flowc)
    before = (project / "build/ir/Train.ir.json").read_bytes()
    (project / "good.py").write_text(GOOD.replace("work", "train"))
    result = flowc("compile", "good.py", "--target", "ir", "--check")
    assert result.code == 3
    assert "--- build/ir/Train.ir.json\n+++ build/ir/Train.ir.json\n@@ " in result.out
    assert '\n+      "name": "train",\n' in result.out
    assert "+++ build/ir/manifests/Train.json\n" in result.out
    assert "build/ir is not what the flow compiles to" in result.err
    assert (project / "build/ir/Train.ir.json").read_bytes() == before


def test_check_of_a_folder_that_is_not_there(project: Path, flowc: Flowc) -> None:
    result = flowc("compile", "good.py", "--target", "ir", "--check")
    assert result.code == 3
    assert result.out.startswith("--- /dev/null\n+++ build/ir/Train.ir.json\n")
    assert not (project / "build").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("good.py",), "Missing option '--target'"),
        (("good.py", "--target", "ir", "-o", "-", "--check"), "--check needs a folder"),
        (("good.py", "--target", "agro"), "there is no target `agro`"),
        (("good.py", "--target", "ir", "-o", "good.py"), "cannot"),
    ],
)
def test_wrong_usage(project: Path, flowc: Flowc, arguments: tuple[str, ...], message: str) -> None:
    result = flowc("compile", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert "Try 'flowc compile -" in result.err
