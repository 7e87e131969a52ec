from __future__ import annotations

from pathlib import Path

import pytest

from compiler.local_datastore import absolute_root, default_datastore


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("FLOWC_DATASTORE", raising=False)
    (tmp_path / "flows").mkdir()
    (tmp_path / "flowc.toml").touch()
    (tmp_path / "flows" / "train.py").touch()
    return tmp_path


def test_in_the_root_of_the_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = str(project / ".flowc")
    assert default_datastore(project / "flows" / "train.py") == expected
    assert default_datastore(project / "flows") == expected
    assert default_datastore(project) == expected
    monkeypatch.chdir(project / "flows")
    assert default_datastore(Path()) == expected
    assert default_datastore(Path("train.py")) == expected


def test_beside_a_flow_without_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FLOWC_DATASTORE", raising=False)
    assert default_datastore(tmp_path / "train.py") == str(tmp_path / ".flowc")


def test_where_the_environment_says(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    monkeypatch.setenv("FLOWC_DATASTORE", "store")
    assert default_datastore(project) == str(project / "store")
    monkeypatch.setenv("FLOWC_DATASTORE", "s3://bucket/a")
    assert default_datastore(project) == "s3://bucket/a"


def test_a_url_is_not_a_path(project: Path) -> None:
    assert absolute_root("gs://bucket") == "gs://bucket"
