from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import compiler.pipeline
from tests.cli.conftest import Flowc

ROOT = Path(__file__).parents[2]
SECTIONS = {
    "Compile": ("check", "compile", "lock", "package", "upload", "image", "graph"),
    "Runs": ("runs", "show", "logs", "artifacts", "card"),
    "More": ("explain", "schema", "completion"),
}
NEEDS_FULL = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="needs a device that is full"
)
COMMANDS = tuple(name for names in SECTIONS.values() for name in names)


def module(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`python -m compiler` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "compiler", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def crash(*_: object) -> None:
    raise ValueError("the \x1b[31mred\x1b[0m line")


def test_help_lists_the_commands_in_their_order(flowc: Flowc) -> None:
    result = flowc("--help")
    assert result.code == 0
    for section, names in SECTIONS.items():
        listed = result.out.split(f"\n{section}:\n")[1].split("\n\n")[0].splitlines()
        assert tuple(line.split()[0] for line in listed) == names
    assert "Examples:\n" in result.out


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_has_an_example(flowc: Flowc, command: str) -> None:
    result = flowc(command, "--help")
    assert result.code == 0
    assert f"\n    flowc {command}" in result.out


def test_a_command_that_is_not_there(flowc: Flowc) -> None:
    result = flowc("complie")
    assert (result.code, result.out) == (2, "")
    assert "there is no command `complie`; did you mean `compile`?" in result.err


def test_version() -> None:
    assert module("--version").stdout.startswith("flowc ")


def test_help_and_a_wrong_option_import_neither_pydantic_nor_the_compiler() -> None:
    program = (
        "import sys; from compiler.cli.main import run\n"
        "codes = [run(a) for a in (['--help'], ['compile', '--help'], ['check', '--nonsense'])]\n"
        "heavy = ('pydantic', 'compiler.pipeline', 'lark', 'yaml', 'importlib.metadata')\n"
        "print('#', codes, [name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "# [0, 0, 2] []"


def test_checking_a_plain_flow_imports_nothing_heavy(project: Path) -> None:
    program = (
        "import sys; from compiler.cli.main import run\n"
        "code = run(['check', 'good.py'])\n"
        "heavy = ('pydantic', 'pydantic_core', 'lark', 'yaml', 'importlib.metadata', 'hashlib')\n"
        "print('#', code, [name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "# 0 []"


def test_an_internal_error_asks_for_a_report(
    project: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(compiler.pipeline, "check_flow", crash)
    result = flowc("check", "good.py")
    assert (result.code, result.out) == (70, "")
    assert "flowc: internal error: ValueError: the ␛[31mred␛[0m line\n" in result.err
    assert "Please report it" in result.err
    assert "Traceback" not in result.err
    (file,) = tmp_path.glob("flowc-error-*.txt")
    assert str(file) in result.err
    details = file.read_text(encoding="utf-8")
    assert details.startswith("flowc ")
    assert "Traceback (most recent call last)" in details


@pytest.mark.parametrize("how", ["before", "after", "environment"])
def test_the_traceback_is_shown_on_demand(
    project: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(compiler.pipeline, "check_flow", crash)
    arguments = ["check", "good.py"]
    if how == "before":
        arguments.insert(0, "--traceback")
    elif how == "after":
        arguments.append("--traceback")
    else:
        monkeypatch.setenv("FLOWC_TRACEBACK", "1")
    result = flowc(*arguments)
    assert result.code == 70
    assert "Traceback (most recent call last)" in result.err
    assert list(tmp_path.glob("flowc-error-*")) == []


def test_an_internal_error_without_a_temporary_folder_shows_its_traceback(
    project: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(project / "none"))
    monkeypatch.setattr(compiler.pipeline, "check_flow", crash)
    result = flowc("check", "good.py")
    assert result.code == 70
    assert "Traceback (most recent call last)" in result.err


def test_an_interrupt(project: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(compiler.pipeline, "check_flow", interrupt)
    result = flowc("check", "good.py")
    assert (result.code, result.out, result.err.strip()) == (130, "", "")


def test_a_reader_that_goes_away_is_no_error() -> None:
    """As in `flowc schema | head -1`, with more than a pipe holds."""
    script = f'"{sys.executable}" -m compiler schema | true; echo "${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout.strip(), done.stderr) == (str(128 + signal.SIGPIPE), "")


@NEEDS_FULL
def test_a_full_disk_is_no_mistake_of_flowc() -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "compiler", "schema"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert ended.returncode == 74
    assert b"cannot write: No space left on device" in ended.stderr
    assert b"report it" not in ended.stderr


@NEEDS_FULL
def test_an_error_that_cannot_be_shown_keeps_its_exit_code() -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "compiler", "complie"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=full,
            check=False,
        )
    assert ended.returncode == 2


@NEEDS_FULL
@pytest.mark.parametrize(("kind", "code"), [("full", 74), ("closed", 141)])
def test_a_run_whose_output_cannot_be_written_is_interrupted(
    project: Path, flowc: Flowc, kind: str, code: int
) -> None:
    if kind == "full":
        descriptor = os.open("/dev/full", os.O_WRONLY)
    else:
        unread, descriptor = os.pipe()
        os.close(unread)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "FLOWC_DATASTORE": str(project / "d")}
    command = [sys.executable, "-m", "compiler", "run", "good.py"]
    ended = subprocess.run(
        command, env=environment, stdout=descriptor, stderr=subprocess.PIPE, check=False
    )
    os.close(descriptor)
    assert ended.returncode == code
    assert b"Traceback" not in ended.stderr
    assert b"report it" not in ended.stderr
    (end,) = (project / "d").glob("Train/runs/*/end.json")
    assert json.loads(end.read_text())["status"] == "interrupted"


def test_output_that_the_terminal_cannot_show(project: Path) -> None:
    (project / "bad.py").write_text((project / "bad.py").read_text().replace("nowhere", "名"))
    done = module("check", "bad.py", PYTHONIOENCODING="latin-1")
    assert done.returncode == 1
    assert "self.next(self.\\u540d)" in done.stdout


def test_the_same_bytes_under_every_hash_seed(project: Path) -> None:
    outputs = {
        tuple(
            module(*command, PYTHONHASHSEED=seed).stdout
            for command in (
                ("schema",),
                ("explain",),
                ("check", "bad.py", "--format", "sarif"),
                ("graph", "good.py", "--format", "dot"),
            )
        )
        for seed in ("0", "1")
    }
    assert len(outputs) == 1
    assert json.loads(next(iter(outputs))[0])


@pytest.mark.parametrize("closed", [(1,), (2,), (0, 1, 2)])
def test_closed_streams_are_as_good_as_none(project: Path, closed: tuple[int, ...]) -> None:
    """As a daemon or a job without a terminal may start it."""

    def close() -> None:
        for number in closed:
            os.close(number)

    ended = subprocess.run(
        [sys.executable, "-m", "compiler", "run", "good.py", "--run-id-file", "id.txt"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        preexec_fn=close,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert (project / "id.txt").read_text().isdecimal()
    assert (b"succeeded" in ended.stdout) == (1 not in closed)
