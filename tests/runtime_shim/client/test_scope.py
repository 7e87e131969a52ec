"""Where the client finds the datastore, and the namespace it looks in."""

from __future__ import annotations

from pathlib import Path

import pytest

from runtime_shim.client import (
    Flow,
    default_metadata,
    default_namespace,
    get_metadata,
    get_namespace,
    metadata,
    namespace,
)
from runtime_shim.errors import Unsupported
from tests.runtime_shim.client.stores import finished_run


def test_the_namespace_of_the_user(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert get_namespace() == "user:ann"
    assert namespace("user:bob") == get_namespace() == "user:bob"
    assert namespace(None) is get_namespace() is None
    assert default_namespace() == get_namespace() == "user:ann"
    monkeypatch.setenv("METAFLOW_PRODUCTION_TOKEN", "token-1")
    assert default_namespace() == get_namespace() == "production:token-1"


def test_the_datastore_of_the_environment(root: Path) -> None:
    assert get_metadata() == f"local@{root}"


def test_the_datastore_of_the_current_folder(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finished_run(root)
    monkeypatch.delenv("FLOWC_DATASTORE")
    (root.parent / "flowc.toml").touch()
    (root.parent / "deep").mkdir()
    monkeypatch.chdir(root.parent / "deep")
    assert get_metadata() == f"local@{root}"
    assert Flow("TrainFlow").latest_run is not None


@pytest.mark.parametrize("form", ["{}", "local@{}", "{}/.flowc", "local@{}/.flowc"])
def test_another_datastore(root: Path, tmp_path: Path, form: str) -> None:
    finished_run(tmp_path / "elsewhere" / ".flowc")
    place = form.format(tmp_path / "elsewhere")
    assert metadata(place) == f"local@{tmp_path / 'elsewhere' / '.flowc'}"
    run = Flow("TrainFlow").latest_run
    assert default_metadata() == f"local@{root}"
    assert run is not None
    assert run.successful  # it stays where it was found


@pytest.mark.parametrize("place", ["service@https://metadata.example", "http://metadata.example"])
def test_there_is_no_service(root: Path, place: str) -> None:
    with pytest.raises(Unsupported, match="no metadata service"):
        metadata(place)
