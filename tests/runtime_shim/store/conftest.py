"""Stores of each kind that can be had here."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from runtime_shim.store import Store, open_store
from tests.servers.place import PLACES, place_named


@pytest.fixture(params=["folder", *PLACES])
def any_store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Store:
    """A new store, empty."""
    if request.param == "folder":
        return open_store(str(tmp_path / "store"))
    place = place_named(request, request.param)
    for name, value in place.variables.items():
        monkeypatch.setenv(name, value)
    # The same at every run of the tests: so are the faults.
    return open_store(place.root + sha256(request.node.nodeid.encode()).hexdigest()[:20])
