from __future__ import annotations

from pathlib import Path

import pytest

from runtime_shim.local_datastore import absolute_root, default_datastore, project_root


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FLOWC_DATASTORE", raising=False)
    (tmp_path / "project" / "flows").mkdir(parents=True)
    (tmp_path / "project" / "flowc.toml").touch()
    return tmp_path / "project"


@pytest.mark.parametrize("folder", [".", "flows"])
def test_in_the_root_of_the_project(
    project: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    monkeypatch.chdir(project / folder)
    assert default_datastore() == str(project / ".flowc")


def test_in_the_current_folder_without_a_project(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime_shim.local_datastore.PROJECT_MARKERS", ("no-such-marker",))
    (project / ".flowc").mkdir()
    monkeypatch.chdir(project / "flows")
    assert default_datastore() == str(project / "flows" / ".flowc")
    assert project_root(project) == project


def test_where_the_environment_says(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setenv("HOME", "/home/ann")
    for named, expected in (
        ("store", str(project / "store")),
        ("~/store", "/home/ann/store"),
        ("s3://bucket/a", "s3://bucket/a"),
    ):
        monkeypatch.setenv("FLOWC_DATASTORE", named)
        assert default_datastore() == expected


def test_a_url_is_not_a_path(project: Path) -> None:
    assert absolute_root("gs://bucket") == "gs://bucket"
