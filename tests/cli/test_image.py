from __future__ import annotations

import json
from pathlib import Path

import pytest

from compiler.environments.lock_text import lock_text
from compiler.environments.request import Request
from compiler.images.wheel import runtime_wheel
from tests.cli.conftest import GOOD, Flowc

REQUEST = Request("pypi", "3.12", ("six==1.17.0",))
PACKAGES = '    @pypi(packages={"six": "1.17.0"})\n'
WITH_PACKAGES = GOOD.replace("import FlowSpec", "import FlowSpec, pypi").replace(
    "    @step\n    def work", f"{PACKAGES}    @step\n    def work"
)


@pytest.fixture
def locked(project: Path) -> Path:
    """The project with a flow whose step `work` has packages, and their lock."""
    (project / "packages.py").write_text(WITH_PACKAGES)
    (project / "locks").mkdir()
    pinned = f"six==1.17.0 \\\n    --hash=sha256:{'0' * 64}\n"
    (project / "locks" / f"{REQUEST.id}.txt").write_bytes(lock_text(REQUEST, pinned))
    return project


def test_it_writes_all_that_a_build_needs(project: Path, flowc: Flowc) -> None:
    result = flowc("image")
    assert (result.code, result.out) == (0, "")
    folder = project / "build" / "images"
    listed = json.loads((folder / "manifests" / "flowc-runtime.json").read_text())["files"]
    names = ["Dockerfile", "requirements.txt", "tools.txt", runtime_wheel().file]
    assert list(listed) == [f"runtime/{name}" for name in names]
    assert all((folder / path).is_file() for path in listed)
    assert "wrote build/images/runtime/Dockerfile (" in result.err
    assert "\nFROM python:3.12-slim AS base\n" in (folder / "runtime/Dockerfile").read_text()


def test_the_settings_of_the_project_name_the_base(
    project: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "flowc.toml").write_text('base-image = "own/python@sha256:00aa"\n')
    (project / "flows").mkdir()
    monkeypatch.chdir(project / "flows")
    assert flowc("image", "--quiet", "-o", "images").err == ""
    assert (
        "\nFROM own/python@sha256:00aa AS base\n"
        in (project / "flows/images/runtime/Dockerfile").read_text()
    )
    assert flowc("image", "--check", "-o", "images").code == 0
    result = flowc("image", "--check", "-o", "images", "--set", "base-image=other")
    assert result.code == 3
    assert "-FROM own/python@sha256:00aa AS base\n+FROM other AS base\n" in result.out
    assert "images is not what `flowc image` writes" in result.err


def test_a_base_that_is_no_name_of_an_image(project: Path, flowc: Flowc) -> None:
    result = flowc("image", "--set", "base-image=python AS x")
    assert result.code == 2
    assert "the command line: `base-image` must be the name of an image, such as" in result.err
    assert not (project / "build").exists()


def test_the_environments_of_a_flow(locked: Path, flowc: Flowc) -> None:
    name = "environment-image=registry/train:{environment}"
    result = flowc("image", "packages.py", "--quiet", "--format", "json", "--set", name)
    assert (result.code, result.err) == (0, "")
    *_, listed = json.loads(result.out)
    assert listed == {
        "kind": "environment",
        "dockerfile": f"Train/{REQUEST.id}/Dockerfile",
        "environment": REQUEST.id,
        "steps": ["work"],
        "image": f"registry/train:{REQUEST.id}",
    }
    folder = locked / "build" / "images"
    lock = (locked / "locks" / f"{REQUEST.id}.txt").read_bytes()
    assert (folder / "Train" / REQUEST.id / "environment.txt").read_bytes() == lock
    assert "FROM python:3.12-slim AS base" in (folder / listed["dockerfile"]).read_text()
    assert flowc("image", "packages.py", "--check").code == 0
    assert flowc("image").code == 0
    assert (folder / listed["dockerfile"]).exists()


def test_what_a_flow_no_longer_needs_is_removed(locked: Path, flowc: Flowc) -> None:
    flowc("image", "packages.py")
    (locked / "packages.py").write_text(GOOD)
    assert (
        f"removed build/images/Train/{REQUEST.id}/Dockerfile" in flowc("image", "packages.py").err
    )


def test_a_flow_without_environments_has_the_images_of_the_runtime_alone(
    project: Path, flowc: Flowc
) -> None:
    for written in ("wrote", "unchanged"):
        result = flowc("image", "good.py")
        assert result.code == 0
        assert "no step of Train has packages of @pypi: no image of an environment\n" in result.err
        assert f"{written} build/images/manifests/flowc-runtime.json" in result.err
        assert not (project / "build/images/manifests/Train.json").exists()
    assert flowc("image", "good.py", "--check").code == 0
    assert flowc("image", "good.py", "--quiet").err == ""


def test_standard_output_is_no_folder(project: Path, flowc: Flowc) -> None:
    result = flowc("image", "-o", "-")
    assert (result.code, result.out) == (2, "")
    assert "--output needs a folder" in result.err
    assert not (project / "-").exists()


def test_without_a_flow_the_images_of_the_runtime_are_listed(project: Path, flowc: Flowc) -> None:
    listed = json.loads(flowc("image", "--format", "json").out)
    assert [image["target"] for image in listed] == ["runtime", "inject"]
    assert {image["dockerfile"] for image in listed} == {"runtime/Dockerfile"}


def test_a_flow_with_errors(project: Path, flowc: Flowc) -> None:
    result = flowc("image", "bad.py")
    assert (result.code, result.out) == (1, "")
    assert "`nowhere`" in result.err
    assert not (project / "build").exists()


def test_a_check_makes_no_lock(locked: Path, flowc: Flowc) -> None:
    (locked / "locks" / f"{REQUEST.id}.txt").unlink()
    result = flowc("image", "packages.py", "--check")
    assert result.code == 1
    assert "error[FC853]" in result.err
    assert list((locked / "locks").iterdir()) == []
