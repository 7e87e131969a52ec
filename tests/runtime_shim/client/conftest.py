"""A current folder with an empty datastore, and a client that looks there as the user ann."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime_shim import client


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The datastore, which is empty."""
    for name in ("METAFLOW_USER", "SUDO_USER", "USERNAME", "METAFLOW_PRODUCTION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("USER", "ann")
    monkeypatch.setenv("FLOWC_DATASTORE", str(tmp_path / ".flowc"))
    monkeypatch.chdir(tmp_path)
    yield tmp_path / ".flowc"
    client.default_namespace()
    client.default_metadata()
