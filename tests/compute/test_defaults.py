"""What is told of an image that has no runtime, and of a datastore that nobody named."""

from __future__ import annotations

from typing import Any

import pytest

from compiler.compute.defaults import default_problems
from compiler.ir.compute import Kubernetes
from compiler.ir.trigger import ExitHook
from compiler.settings import Settings
from tests.backends.flows import LINE, SPAN, make_flow

OWN = {"compute": Kubernetes(image="own:1", span=SPAN)}
STORE = "s3://bucket/flows"
HOOK = ExitHook(on_success=("f",), span=SPAN)


def codes(
    settings: Settings, *own: str, environments: dict[str, str] | None = None, **more: Any
) -> list[str]:
    """Of a line of steps, of which some name an image."""
    flow = make_flow(LINE, dict.fromkeys(own, OWN), **more)
    return [found.code for found in default_problems(flow, environments or {}, settings)]


def test_each_is_told_once() -> None:
    assert codes(Settings()) == ["FC870", "FC871"]
    assert codes(Settings(datastore=STORE)) == ["FC870"]
    assert codes(Settings(image="own:1")) == ["FC871"]
    assert codes(Settings(image="python:3.12-slim", datastore="s3://flowc")) == []


@pytest.mark.parametrize("settings", [{"runtime": "pip"}, {"runtime": "injected"}])
def test_a_container_that_is_given_the_runtime_needs_none_in_its_image(settings: Any) -> None:
    assert codes(Settings(datastore=STORE, **settings)) == []


def test_one_container_without_an_image_is_enough() -> None:
    settings = Settings(datastore=STORE)
    assert codes(settings, "start") == ["FC870"]
    assert codes(settings, *LINE) == []
    assert codes(settings, *LINE, exit_hooks=(HOOK,)) == ["FC870"]


def test_the_image_of_an_environment_is_the_users() -> None:
    built = Settings(datastore=STORE, environment_image="own:{environment}")
    pypi, conda = dict.fromkeys(LINE, "pypi-1"), dict.fromkeys(LINE, "conda-1")
    assert codes(built, environments=pypi) == []
    assert codes(built, environments=conda) == ["FC870"]
    assert codes(Settings(datastore=STORE), environments=pypi) == ["FC870"]
