"""`python flow.py ...`, which becomes a command line of flowc."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from compiler.cli.script import flowc_arguments
from tests.environments import ROOT


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("run f.py:F --alpha 3", "run f.py:F --alpha 3"),
        ("--no-pylint f.py:F run --alpha 3", "run f.py:F --alpha 3"),
        ("--datastore=local f.py:F --metadata local run", "run f.py:F"),
        ("--environment f.py:F local --quiet resume work", "resume f.py:F --quiet work"),
        ("--with f.py:F retry --branch b run", "run f.py:F --branch b --with retry"),
        ("--config f.py:F c d.json --production run", "run f.py:F --production --config c=d.json"),
        ("--config-value f.py:F c {} run", "run f.py:F --config-value c={}"),
        ("--datastore-root f.py:F /data run", "run f.py:F --datastore /data"),
        ("--package-suffixes f.py:F .py --event-logger x run", "run f.py:F"),
        ("show f.py:F", "graph f.py:F"),
        ("check f.py:F", "check f.py:F"),
        ("run f.py:F --help", "run f.py:F --help"),
        ("--help f.py:F", "run f.py:F --help"),
        ("--quiet f.py:F", "run f.py:F --help"),
        ("check f.py", "check f.py"),
        ("--version", "--version"),
        ("", ""),
    ],
)
def test_the_words_of_metaflow(given: str, expected: str) -> None:
    assert flowc_arguments(given.split()) == expected.split()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("--datastore f.py:F s3 run", "'s3' is not 'local'"),
        ("--nonsense f.py:F run", "--nonsense"),
        ("argo-workflows f.py:F create", "use `flowc compile f.py --target argo`"),
        ("logs f.py:F 17/start", "use `flowc logs F/RUN/STEP`"),
        ("spin f.py:F start", "no command `spin`; it has run, resume, check and show"),
    ],
)
def test_words_that_flowc_has_not(given: str, message: str) -> None:
    with pytest.raises(click.UsageError) as raised:
        flowc_arguments(given.split())
    assert message in raised.value.format_message()


def test_a_path_is_that_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert flowc_arguments(["run", f"{tmp_path}/a/f.py:F"]) == ["run", "a/f.py:F"]
    assert flowc_arguments(["run", "/elsewhere/f.py:F"]) == ["run", "/elsewhere/f.py:F"]


@pytest.mark.parametrize(
    ("arguments", "code", "shown"),
    [
        (("--no-pylint", "run", "--alpha", "3"), 0, "start | alpha 3"),
        (("run", "--alhpa", "3"), 2, "--alpha"),
        (("--datastore", "s3", "run"), 2, "Usage: fit.py [OPTIONS] COMMAND [ARGS]..."),
        ((), 0, "--alpha INTEGER"),
        (("check",), 0, "no errors in fit.py"),
        (("show",), 0, "flowchart TD"),
    ],
)
def test_a_script(tmp_path: Path, arguments: tuple[str, ...], code: int, shown: str) -> None:
    (tmp_path / "flowc.toml").touch()
    (tmp_path / "fit.py").write_text(
        "from flowc import FlowSpec, Parameter, step\n\n\n"
        "class Fit(FlowSpec):\n"
        '    alpha = Parameter("alpha", default=1)\n\n'
        "    @step\n    def start(self):\n"
        '        print("alpha", self.alpha)\n        self.next(self.end)\n\n'
        "    @step\n    def end(self):\n        pass\n\n\n"
        'if __name__ == "__main__":\n    Fit()\n'
    )
    done = subprocess.run(
        [sys.executable, "fit.py", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout
    assert shown in done.stdout
