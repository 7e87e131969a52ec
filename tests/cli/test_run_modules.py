"""A flow in a folder of its own finds the modules of its project, wherever it is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Flowc

FLOW = """\
import subprocess
import sys
from pathlib import Path

from metaflow import FlowSpec, step

import beside
import in_root
from in_src import Model


class Modular(FlowSpec):
    @step
    def start(self):
        self.model = Model(beside.NAME + in_root.NAME)
        self.folder = str(Path.cwd())
        code = "import in_root, in_src; print(in_root.NAME)"
        self.child = subprocess.check_output([sys.executable, "-c", code], text=True).strip()
        self.next(self.end)

    @step
    def end(self):
        print(self.model.text, self.child, self.folder)
"""


@pytest.fixture
def modular(store: Path, project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project with such a flow; the current folder is another one in it."""
    files = {
        "flows/modular/flow.py": FLOW,
        "flows/modular/beside.py": "NAME = 'beside '",
        "in_root.py": "NAME = 'root'",
        "src/in_src.py": "class Model:\n    def __init__(self, text):\n        self.text = text\n",
    }
    for name, content in files.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(content)
    (project / "elsewhere").mkdir()
    monkeypatch.chdir(project / "elsewhere")
    return project


def test_modules_of_the_project(modular: Path, flowc: Flowc) -> None:
    result = flowc("run", "../flows/modular/flow.py", "--quiet")
    assert result.code == 0, result.err
    assert f"beside root root {modular / 'elsewhere'}" in result.out
    listed = flowc("artifacts", "latest/start", "model")
    assert listed.code == 0, listed.err
    assert listed.out.startswith("<in_src.Model object at ")
