"""`python flow.py ...`, which becomes a command line of flowc."""

from __future__ import annotations

import os
import signal
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
        (
            "--environment f.py:F local --quiet resume work",
            "resume f.py:F --quiet --environment local work",
        ),
        ("--quiet f.py:F check", "check f.py:F"),
        ("--with f.py:F retry --branch b run", "run f.py:F --branch b --with retry"),
        ("--config f.py:F c d.json --production run", "run f.py:F --production --config c=d.json"),
        ("--config-value f.py:F c {} run", "run f.py:F --config-value c={}"),
        ("--datastore-root f.py:F /data run", "run f.py:F --datastore /data"),
        ("--package-suffixes f.py:F .py --event-logger x run", "run f.py:F"),
        ("show f.py:F", "graph f.py:F --format text"),
        ("--config f.py:F c d.json show", "graph f.py:F --format text --config c=d.json"),
        ("logs f.py:F 17/start --stderr", "logs F/17/start --stderr"),
        ("logs f.py:F F/17", "logs F/17"),
        ("--datastore-root f.py:F /data logs", "logs F --datastore /data"),
        ("logs f.py:F --stdout", "logs --stdout"),
        ("--version f.py:F", "--version"),
        ("version f.py:F", "--version"),
        ("check f.py:F", "check f.py:F"),
        ("run f.py:F --help", "run f.py:F --help"),
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
        ("dump f.py:F 17/start", "use `flowc artifacts F/RUN/STEP`"),
        ("spin f.py:F start", "no command `spin`; it has run, resume, check, compile, graph, show"),
    ],
)
def test_words_that_flowc_has_not(given: str, message: str) -> None:
    with pytest.raises(click.UsageError) as raised:
        flowc_arguments(given.split())
    assert message in raised.value.format_message()


@pytest.mark.parametrize("given", ["--help f.py:F", "help f.py:F", "--quiet f.py:F"])
def test_its_own_help(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(click.exceptions.Exit) as raised:
        flowc_arguments(given.split())
    assert raised.value.exit_code == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Usage: f.py [OPTIONS] COMMAND [ARGS]...\n")
    for said in ("  resume ", "  check ", "  show ", "  logs ", "--with DECORATOR", "flowc --help"):
        assert said in shown
    assert "--package-suffixes" not in shown


def test_a_path_is_that_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert flowc_arguments(["run", f"{tmp_path}/a/f.py:F"]) == ["run", "a/f.py:F"]
    assert flowc_arguments(["run", "/elsewhere/f.py:F"]) == ["run", "/elsewhere/f.py:F"]


def test_a_script_needs_no_suffix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fit").touch()
    assert flowc_arguments(["--quiet", f"{tmp_path}/fit:F", "run"]) == ["run", "fit:F", "--quiet"]
    assert flowc_arguments(["show", "other:F"]) == ["show", "other:F"]


@pytest.mark.parametrize(
    ("arguments", "code", "shown"),
    [
        (("--no-pylint", "run", "--alpha", "3"), 0, "start | alpha 3"),
        (("run", "--alhpa", "3"), 2, "--alpha"),
        (("--datastore", "s3", "run"), 2, "Usage: fit.py [OPTIONS] COMMAND [ARGS]..."),
        ((), 0, "  resume "),
        (("run", "--help"), 0, "--alpha INTEGER"),
        (("check",), 0, "no errors in fit.py"),
        (("show",), 0, "start\n    => end"),
        (("--version",), 0, "flowc "),
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
    done = _run_script(tmp_path, *arguments)
    assert done.returncode == code, done.stdout
    assert shown in done.stdout


ON_GOES = """
from flowc import FlowSpec, step


class Fit(FlowSpec):
    @step
    def start(self):
        {does}
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    try:
        Fit()
    except SystemExit as end:
        print("ended with", end.code)
    finally:
        print("cleaned up")
"""


@pytest.mark.parametrize(("does", "code"), [("pass", 0), ("raise ValueError", 1)])
def test_a_script_goes_on_after_its_flow(tmp_path: Path, does: str, code: int) -> None:
    (tmp_path / "flowc.toml").touch()
    (tmp_path / "fit.py").write_text(ON_GOES.format(does=does))
    done = _run_script(tmp_path, "run")
    assert f"ended with {code}\ncleaned up\n" in done.stdout
    assert done.returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_the_run(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "flowc.toml").touch()
    (tmp_path / "fit.py").write_text(
        ON_GOES.format(does="import time; print('sleeps', flush=True); time.sleep(60)")
    )
    with subprocess.Popen(
        [sys.executable, "fit.py", "run"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "| sleeps" in line:
                break
        process.send_signal(number)
        rest = process.stdout.read()
    assert f"the run was interrupted ({number.name})".lower() in rest.lower()
    assert "ended with 130\ncleaned up\n" in rest


def _run_script(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "fit.py", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
