"""`flowc package`, `flowc upload`, and what `flowc compile` says of them."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from compiler.cli import code_packages
from compiler.package.code_package import CodePackage
from runtime_shim.contract import package_key
from tests.cli.conftest import GOOD, Flowc
from tests.environments import ROOT


@pytest.fixture
def helped(project: Path) -> Path:
    """The project with a flow that imports a module."""
    (project / "helped.py").write_text(f"import helper\n{GOOD}")
    (project / "helper.py").write_text("NAME = 'helper'\n" * 100)
    return project


def digest(flowc: Flowc, *more: str) -> str:
    found = json.loads(flowc("package", "helped.py", "--format", "json", *more).out)["sha256"]
    assert isinstance(found, str)
    return found


def test_it_lists_the_files(helped: Path, flowc: Flowc) -> None:
    result = flowc("package", "helped.py")
    assert result.code == 0
    rows = [line.split() for line in result.out.splitlines()]
    assert rows[0] == ["SIZE", "FILE", "WHY"]
    assert [(row[-2], row[-1]) for row in rows[1:]] == [
        (".flowc/Train.plan.json", "flowc"),
        ("helped.py", "flow"),
        ("helper.py", "imported"),
    ]
    assert rows[3][:2] == ["1.6", "kB"]
    assert f"code package {digest(flowc)} (3 files, " in result.err


def test_for_programs(helped: Path, flowc: Flowc) -> None:
    result = flowc("package", "helped.py", "--format", "json")
    listed = json.loads(result.out)
    assert result.err == ""
    assert listed["flow"] == "Train"
    assert listed["files"][2] == {"name": "helper.py", "size": 1600, "why": "imported"}
    assert listed["size"] == sum(file["size"] for file in listed["files"])


def test_it_writes_the_zip(helped: Path, flowc: Flowc) -> None:
    assert flowc("package", "helped.py", "--output", "train.zip").code == 0
    content = (helped / "train.zip").read_bytes()
    assert hashlib.sha256(content).hexdigest() == digest(flowc)
    with zipfile.ZipFile(helped / "train.zip") as opened:
        assert opened.read("helper.py") == (helped / "helper.py").read_bytes()


def test_a_file_that_cannot_be_written(helped: Path, flowc: Flowc) -> None:
    result = flowc("package", "helped.py", "--output", "nowhere/train.zip")
    assert (result.code, result.err.splitlines()[-1]) == (
        1,
        "Error: Could not open file 'nowhere/train.zip': No such file or directory",
    )


def package_to(output: str) -> subprocess.CompletedProcess[bytes]:
    """Packages the flow in a process of its own."""
    command = [sys.executable, "-m", "compiler", "package", "helped.py", "--output", output]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, capture_output=True, check=False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_disk_that_is_full(helped: Path) -> None:
    ended = package_to("/dev/full")
    assert ended.returncode == 74
    assert ended.stderr.endswith(b"\nflowc: cannot write: No space left on device\n")
    assert b"wrote" not in ended.stderr


def test_the_zip_goes_to_standard_output(helped: Path, flowc: Flowc) -> None:
    flowc("package", "helped.py", "--output", "train.zip")
    ended = package_to("-")
    assert ended.returncode == 0
    assert ended.stdout == (helped / "train.zip").read_bytes()
    assert ended.stderr.startswith(b"code package ")
    assert not (helped / "-").exists()


def test_the_zip_and_json_do_not_go_together(helped: Path, flowc: Flowc) -> None:
    result = flowc("package", "helped.py", "--output", "-", "--format", "json")
    assert (result.code, result.out) == (2, "")
    assert "--format json needs standard output for itself" in result.err


def test_files_that_change_meanwhile(
    helped: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch
) -> None:
    size_of = code_packages.described

    def changing(package: CodePackage) -> str:
        (helped / "helper.py").unlink()
        return size_of(package)

    monkeypatch.setattr("compiler.cli.package.described", changing)
    result = flowc("package", "helped.py", "--output", "train.zip")
    assert result.code == 1
    assert result.err.endswith("the files were changed meanwhile; package once more\n")


def test_the_settings_decide(helped: Path, flowc: Flowc) -> None:
    (helped / "notes.txt").write_text("")
    result = flowc("package", "helped.py", "--set", 'include=["notes.txt"]')
    assert result.out.splitlines()[-1].split() == ["0", "bytes", "notes.txt", "include"]
    (helped / ".env").write_text("TOKEN=7")
    result = flowc("package", "helped.py", "--set", 'include=["*"]')
    assert result.code == 1
    assert "error[FC801]" in result.err


@pytest.mark.parametrize("command", ["package", "upload"])
def test_a_flow_with_errors(project: Path, flowc: Flowc, command: str) -> None:
    result = flowc(command, "bad.py", "--datastore", "store")
    assert (result.code, result.out) == (1, "")
    assert "error[" in result.err
    assert not (project / "store").exists()


def test_it_is_uploaded_once(helped: Path, flowc: Flowc) -> None:
    sha256 = digest(flowc)
    first = flowc("upload", "helped.py", "--datastore", "store")
    assert (first.code, first.out) == (0, "")
    assert first.err.startswith(f"uploaded code package {sha256} (3 files, ")
    content = (helped / "store" / package_key("Train", sha256)).read_bytes()
    assert hashlib.sha256(content).hexdigest() == sha256
    second = flowc("upload", "helped.py", "--datastore", "store")
    assert second.err.startswith(f"unchanged code package {sha256}")


def test_what_was_uploaded_for_programs(helped: Path, flowc: Flowc) -> None:
    (helped / "flowc.toml").write_text('datastore = "store"\n')
    answers = [json.loads(flowc("upload", "helped.py", "--format", "json").out) for _ in range(2)]
    assert [answer.pop("uploaded") for answer in answers] == [True, False]
    assert answers[0] == {
        "flow": "Train",
        "sha256": digest(flowc),
        "datastore": str(helped / "store"),
        "key": package_key("Train", digest(flowc)),
    }


def test_upload_needs_a_datastore(helped: Path, flowc: Flowc) -> None:
    result = flowc("upload", "helped.py")
    assert (result.code, result.out) == (2, "")
    assert "no datastore is named" in result.err


def test_compile_says_what_to_upload(helped: Path, flowc: Flowc) -> None:
    sha256 = digest(flowc)
    (helped / "flowc.toml").write_text('datastore = "s3://bucket/flows"\n')
    last = flowc("compile", "helped.py", "--target", "argo").err.splitlines()[-1]
    assert last.startswith(f"code package {sha256} (3 files, ")
    assert last.endswith(": flowc upload helped.py")
    document = (helped / "build/argo/train.yaml").read_text()
    assert document.count(sha256) == 1


def test_compile_names_the_options_that_upload_needs(helped: Path, flowc: Flowc) -> None:
    compiled = ("compile", "helped.py", "--target", "argo", "--datastore", str(helped / "my store"))
    deciding = ("--set", 'exclude=["*.md"]', "--set", "python=3.11", "--branch", "new")
    last = flowc(*compiled, *deciding).err.splitlines()[-1]
    command = shlex.split(last.partition(": ")[2])
    assert command[0] == "flowc"
    assert command[2:] == ["helped.py", *deciding[4:], *deciding[:4], *compiled[-2:]]
    uploaded = flowc(*command[1:])
    assert (uploaded.code, uploaded.err.partition(" in ")[0]) == (
        0,
        f"uploaded {last.partition(':')[0]}",
    )


def test_compile_keeps_what_may_be_secret_to_itself(helped: Path, flowc: Flowc) -> None:
    values = ("--env", "X=hidden", "--set", 'env=["Y=hidden"]')
    result = flowc("compile", "helped.py", "--target", "argo", *values)
    assert result.err.splitlines()[-1].endswith(
        ": flowc upload helped.py --datastore s3://flowc with the --env, --set of this command"
    )
    assert "hidden" not in result.err


def test_compile_tells_of_a_datastore_that_nobody_named(helped: Path, flowc: Flowc) -> None:
    result = flowc("compile", "helped.py", "--target", "argo")
    assert result.code == 0
    assert result.err.count("warning[FC871]") == 1
    assert "tasks of this flow look for their code in `s3://flowc`" in result.err
    assert result.err.endswith(": flowc upload helped.py --datastore s3://flowc\n")
    for named in ("s3://flowc", str(helped / "store")):
        result = flowc("compile", "helped.py", "--target", "argo", "--datastore", named)
        assert "FC871" not in result.err
        assert result.err.endswith(f": flowc upload helped.py --datastore {named}\n")


@pytest.mark.parametrize("more", [("--target", "argo", "--quiet"), ("--target", "ir")], ids=str)
def test_compile_says_nothing_of_it(helped: Path, flowc: Flowc, more: tuple[str, ...]) -> None:
    assert "code package" not in flowc("compile", "helped.py", *more).err


def test_check_looks_at_the_package_but_for_this_machine(helped: Path, flowc: Flowc) -> None:
    (helped / ".gitignore").write_text("helper.py\n")
    for target in ((), ("--target", "argo")):
        result = flowc("check", "helped.py", *target)
        assert result.code == 1
        assert "error[FC802]" in result.out
    assert flowc("check", "helped.py", "--target", "local").code == 0
