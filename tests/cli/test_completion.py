from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Flowc


def candidates(*words: str) -> list[str]:
    """What flowc answers the script that `flowc completion bash` printed."""
    answer = subprocess.run(
        [sys.executable, "-c", "from compiler.cli.main import main; main()"],
        env={
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "_FLOWC_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(("flowc", *words)),
            "COMP_CWORD": str(len(words)),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.stderr == ""
    return [line.removeprefix("plain,") for line in answer.stdout.splitlines() if line]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script_that_asks_flowc(flowc: Flowc, shell: str) -> None:
    result = flowc("completion", shell)
    assert (result.code, result.err) == (0, "")
    assert f"_FLOWC_COMPLETE={shell}_complete" in result.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one(flowc: Flowc, shell: str) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"this machine has no {shell}")
    script = flowc("completion", shell).out
    subprocess.run([program, "-n"], input=script, text=True, check=True)


def test_another_shell_is_wrong_usage(flowc: Flowc) -> None:
    assert flowc("completion", "powershell").code == 2


def test_commands_and_options(project: Path) -> None:
    assert candidates("com") == ["compile", "completion"]
    assert "--service-account" in candidates("check", "good.py", "--s")
    assert candidates("compile", "good.py", "--target", "ar") == ["argo"]


def test_python_files_and_folders(project: Path) -> None:
    (project / "flows" / "deep").mkdir(parents=True)
    (project / "flows" / "deep" / "one.py").write_text("")
    (project / "flows" / "deep" / "notes.md").write_text("")
    (project / ".hidden").mkdir()
    (project / "empty").mkdir()
    assert candidates("check", "") == ["bad.py", "empty/", "flows/", "good.py", "warned.py"]
    # The only candidate would get a space from the shell; so the folder is entered.
    assert candidates("check", "fl") == ["flows/deep/one.py"]
    assert candidates("check", "empty/") == []
    assert candidates("check", "em") == ["empty/"]
    assert candidates("check", str(project / "go")) == [str(project / "good.py")]


def test_codes(project: Path) -> None:
    assert "FC100" in candidates("explain", "fc10")
