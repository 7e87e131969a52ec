"""Flows that nobody here wrote: the tutorials inside of Metaflow's own distribution."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from compiler.diagnostics.render.text import render_text
from compiler.environments.locking import Locking, Policy
from compiler.pipeline import compile_checked
from compiler.settings import Settings
from tests.schemas.validate import validate_documents

pytestmark = pytest.mark.metaflow


def test_every_tutorial_compiles_without_metaflow(metaflow_package: Path, tmp_path: Path) -> None:
    assert find_spec("metaflow") is None
    tutorials = tmp_path / "tutorials"  # alone in a folder, without the package around them
    shutil.copytree(metaflow_package / "tutorials", tutorials)
    flows = sorted(tutorials.glob("*/*.py"))
    assert len(flows) >= 6
    # Where these are not named, a flow is warned of the default ones.
    settings = Settings(image="registry.example.com/flows:1", datastore="s3://bucket/flows")
    for flow in flows:
        bundle, checked = compile_checked(flow, "argo", settings, Locking(str(flow), Policy.CHECK))
        assert bundle is not None, render_text(checked.report.diagnostics, checked.sources)
        assert checked.report.diagnostics == (), flow
        (document,) = bundle.documents.values()
        assert validate_documents(document) == []
