"""Flows that nobody here wrote: the tutorials inside of Metaflow's own distribution."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from compiler.diagnostics.render.text import render_text
from compiler.pipeline import compile_checked
from compiler.settings import Settings
from tests.environments import METAFLOW_LOCK, environment
from tests.schemas.validate import validate_documents

pytestmark = pytest.mark.metaflow

WHERE = "import metaflow, pathlib; print(pathlib.Path(metaflow.__file__).parent / 'tutorials')"


@pytest.fixture(scope="module")
def tutorials(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tutorials, alone in a folder."""
    python = environment("metaflow", sys.executable, METAFLOW_LOCK)
    done = subprocess.run([str(python), "-c", WHERE], capture_output=True, text=True, check=True)
    folder = tmp_path_factory.mktemp("tutorials") / "all"
    shutil.copytree(done.stdout.strip(), folder)
    return folder


def test_every_tutorial_compiles_without_metaflow(tutorials: Path) -> None:
    assert importlib.util.find_spec("metaflow") is None
    flows = sorted(tutorials.glob("*/*.py"))
    assert len(flows) >= 6
    for flow in flows:
        bundle, checked = compile_checked(flow, "argo", Settings())
        assert bundle is not None, render_text(checked.report.diagnostics, checked.sources)
        assert checked.report.diagnostics == (), flow
        (document,) = bundle.documents.values()
        assert validate_documents(document) == []
