"""Stores of each kind that can be had here."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime_shim.store import Store, open_store


@pytest.fixture(params=["folder", "s3"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A new store, empty."""
    if request.param == "folder":
        return open_store(str(tmp_path / "store"))
    bucket: str = request.getfixturevalue("bucket")
    return open_store(f"s3://{bucket}/some/folder")
