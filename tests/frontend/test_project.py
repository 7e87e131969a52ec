from __future__ import annotations

from pathlib import Path

import pytest

from compiler.frontend.project import Project, find_project


@pytest.mark.parametrize("marker", ["pyproject.toml", "flowc.toml", ".git"])
def test_root_is_the_nearest_folder_with_a_marker(tmp_path: Path, marker: str) -> None:
    flow = tmp_path / "outer" / "inner" / "flows" / "train.py"
    flow.parent.mkdir(parents=True)
    (tmp_path / "outer" / "pyproject.toml").touch()
    (tmp_path / "outer" / "inner" / marker).touch()
    assert find_project(flow).root == tmp_path / "outer" / "inner"


def test_without_a_marker_the_root_is_the_folder_of_the_flow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runtime_shim.local_datastore.PROJECT_MARKERS", ("no-such-marker",))
    assert find_project(tmp_path / "a" / "flow.py").root == tmp_path / "a"


def test_a_flow_named_relative_to_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "flowc.toml").touch()
    (tmp_path / "flows").mkdir()
    monkeypatch.chdir(tmp_path / "flows")
    project = find_project(Path("train.py"))
    assert project.root == tmp_path
    assert project.relative(Path("train.py")) == "flows/train.py"


def test_paths_are_relative_to_the_root_with_forward_slashes(tmp_path: Path) -> None:
    project = Project(tmp_path / "p")
    assert project.relative(tmp_path / "p" / "a" / "b.py") == "a/b.py"
    assert project.relative(tmp_path / "p" / "a" / ".." / "b.py") == "b.py"
    assert project.relative(tmp_path / "other.py") == "../other.py"


def test_contains(tmp_path: Path) -> None:
    project = Project(tmp_path / "p")
    assert project.contains(tmp_path / "p" / "a.py")
    assert not project.contains(tmp_path / "p" / ".." / "a.py")
