"""A project to run commands in, and a way to run them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from compiler.cli.main import run

GOOD = """\
from metaflow import FlowSpec, step


class Train(FlowSpec):
    @step
    def start(self):
        self.items = [1, 2]
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.next(self.join)

    @step
    def join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
"""

BAD = """\
from metaflow import FlowSpec, step


class Train(FlowSpec):
    @step
    def start(self):
        self.next(self.nowhere)

    @step
    def end(self):
        pass
"""

WARNED = GOOD.replace(
    "    @step\n    def work", "    @my_wrapper\n    @step\n    def work"
).replace("import FlowSpec", "import my_wrapper, FlowSpec")


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str


Flowc = Callable[..., Result]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a project with a good flow, a bad one, and one to warn about."""
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "FLOWC_TRACEBACK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "flowc.toml").write_text("")
    (tmp_path / "good.py").write_text(GOOD)
    (tmp_path / "bad.py").write_text(BAD)
    (tmp_path / "warned.py").write_text(WARNED)
    return tmp_path


@pytest.fixture
def flowc(capsys: pytest.CaptureFixture[str], no_alias_left: None) -> Flowc:
    """Runs the command line in this process, which `flowc artifacts` brings `metaflow` into."""

    def invoke(*arguments: str) -> Result:
        code = run(arguments)
        out, err = capsys.readouterr()
        return Result(code, out, err)

    return invoke


@pytest.fixture
def store(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The datastore of that project, which is empty, as the user ann finds it."""
    for name in ("FLOWC_DATASTORE", "METAFLOW_USER", "SUDO_USER", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("METAFLOW_PRODUCTION_TOKEN", raising=False)
    monkeypatch.setenv("USER", "ann")
    return project / ".flowc"
