from __future__ import annotations

import json
from pathlib import Path

import pytest

from compiler.images.wheel import runtime_wheel
from tests.cli.conftest import Flowc


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
    assert "`base-image` is `python AS x`, which is no name of an image" in result.err
    assert not (project / "build").exists()
