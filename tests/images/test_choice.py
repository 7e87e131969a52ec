from __future__ import annotations

from dataclasses import replace

import pytest

from compiler.images.choice import NoBase, environment_images, runtime_base
from compiler.images.environment import EnvironmentImage
from compiler.ir.compute import Kubernetes
from compiler.ir.flow import Flow
from compiler.settings import Settings
from tests.ir.flows import at, flow

LOCKS = {
    "pypi-1a": b"# python: 3.12\nsix==1.17.0\n",
    "pypi-2b": b"# python: 3.11\nsix==1.16.0\n",
    "conda-3c": b"# python: 3.12\n@EXPLICIT\n",
}
BY_STEP = {"start": "pypi-2b", "a": "pypi-1a", "b": "conda-3c", "end": "pypi-2b"}


def made(settings: Settings, **images: str) -> list[EnvironmentImage]:
    return environment_images(flow_on(images), settings, BY_STEP, LOCKS)


def flow_on(images: dict[str, str]) -> Flow:
    """Four steps in a row, some of which name an image."""
    plain = flow("start: a\na: b\nb: c\nc: end\nend:")
    steps = tuple(
        replace(step, compute=Kubernetes(image=images[step.name], span=at(1)))
        if step.name in images
        else step
        for step in plain.steps
    )
    return replace(plain, steps=steps)


def test_an_image_for_each_environment_of_pypi() -> None:
    first, second = made(Settings())
    assert (first.environment, first.steps, first.python) == ("pypi-2b", ("start", "end"), "3.11")
    assert (second.environment, second.steps, second.python) == ("pypi-1a", ("a",), "3.12")
    assert first.lock == LOCKS["pypi-2b"]
    assert first.dockerfile == "TestFlow/pypi-2b/Dockerfile"
    assert environment_images(flow_on({}), Settings(), {}, {}) == []


@pytest.mark.parametrize(
    ("settings", "images", "bases"),
    [
        (Settings(), {}, ["python:3.11-slim", "python:3.12-slim"]),
        (Settings(base_image="b@sha256:0"), {}, ["python:3.11-slim", "b@sha256:0"]),
        (Settings(base_image="b", image="i"), {}, ["i", "i"]),
        (Settings(image="i"), {"a": "own"}, ["i", "own"]),
        (Settings(), {"start": "own", "end": "own"}, ["own", "python:3.12-slim"]),
    ],
)
def test_what_it_is_built_on(settings: Settings, images: dict[str, str], bases: list[str]) -> None:
    assert [image.image for image in made(settings, **images)] == bases


def test_one_environment_on_two_images() -> None:
    with pytest.raises(NoBase, match=r"`start` and `end` .* `own` and `python:3\.11-slim`"):
        made(Settings(), start="own")


def test_a_name_that_would_be_an_instruction() -> None:
    with pytest.raises(NoBase, match="the image of the step `a` is `x AS y`"):
        made(Settings(), a="x AS y")
    with pytest.raises(NoBase, match="the setting `base-image` is `x y`"):
        runtime_base(Settings(base_image="x y"))


def test_what_the_runtime_is_built_on() -> None:
    assert runtime_base(Settings(python="3.10")) == "python:3.10-slim"
    assert runtime_base(Settings(base_image="b", image="i")) == "b"
