"""The exact Dockerfiles, and what holds of every one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from compiler.images.bundle import environment_bundle, runtime_bundle
from compiler.images.environment import EnvironmentImage
from compiler.images.requirements import runtime_requirements
from compiler.images.wheel import runtime_wheel

HERE = Path(__file__).parent
DIGEST = "4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1"
RUNTIME = runtime_bundle("python:3.12-slim")
ENVIRONMENT = environment_bundle(
    "TrainFlow",
    "flows/train.py",
    [
        EnvironmentImage(
            flow="TrainFlow",
            environment="pypi-1f9a2b3c4d5e6f70",
            image=f"registry.example.com/python@sha256:{DIGEST}",
            python="3.11",
            lock=b"numpy==2.0.0 --hash=sha256:00\n",
            steps=("train",),
        )
    ],
)
FILES = {
    "runtime": RUNTIME.documents["runtime/Dockerfile"].decode(),
    "environment": ENVIRONMENT.documents["TrainFlow/pypi-1f9a2b3c4d5e6f70/Dockerfile"].decode(),
}

each_file = pytest.mark.parametrize("name", FILES)


@pytest.mark.golden
@each_file
def test_the_exact_text(name: str, golden: Callable[[Path, bytes], None]) -> None:
    golden(HERE / "expected" / f"{name}.Dockerfile", FILES[name].encode())


@each_file
def test_nothing_is_installed_without_its_digest(name: str) -> None:
    for command in commands(FILES[name]):
        if "install" in command and "--no-deps" in command:
            assert "--only-binary=:all:" in command
            assert ("--require-hashes" in command) != ("--no-index" in command)


@each_file
def test_no_command_goes_through_a_shell(name: str) -> None:
    assert len(commands(FILES[name])) == len(re.findall("^RUN ", FILES[name], re.MULTILINE))


@each_file
def test_whoever_runs_it_has_no_rights(name: str) -> None:
    stages = re.split(r"^FROM ", FILES[name], flags=re.MULTILINE)
    made = [stage for stage in stages if "LABEL" in stage]
    assert made
    for stage in made:
        assert re.findall(r"^USER (\S+)$", stage, re.MULTILINE)[-1] == "10001:10001"


@each_file
def test_what_is_copied_is_written(name: str) -> None:
    for line in re.findall(r"^COPY (\[.+\])$", FILES[name], re.MULTILINE):
        assert set(json.loads(line)[:-1]) <= {*RUNTIME.documents, *ENVIRONMENT.documents}


def test_an_environment_image_has_the_lock_beside_its_dockerfile() -> None:
    folder = "TrainFlow/pypi-1f9a2b3c4d5e6f70"
    assert ENVIRONMENT.documents[f"{folder}/environment.txt"].startswith(b"numpy==2.0.0")
    assert ENVIRONMENT.manifest == "manifests/TrainFlow.json"


def test_pip_is_asked_for_the_wheel_that_is_written() -> None:
    wheel = runtime_wheel()
    assert RUNTIME.documents[f"runtime/{wheel.file}"] == wheel.content
    assert runtime_requirements().startswith(wheel.requirement)
    lock = RUNTIME.documents["runtime/requirements.txt"].decode()
    assert runtime_requirements() == wheel.requirement + lock


def commands(text: str) -> list[list[str]]:
    """The commands in exec form."""
    return [json.loads(line) for line in re.findall(r"^RUN (\[.+\])$", text, re.MULTILINE)]
