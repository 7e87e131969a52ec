from __future__ import annotations

import pytest

from compiler.image_names import is_environment_image, is_image


@pytest.mark.parametrize(
    "name",
    [
        "python:3.12-slim",
        "localhost/x",
        "registry.example.com:5000/team/image:tag@sha256:0a1b",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/a/b_c:1.0+local",
    ],
)
def test_names_of_images(name: str) -> None:
    assert is_image(name)
    assert is_environment_image(name)


@pytest.mark.parametrize(
    "name", ["", " ", "a b", "a\nb", "a:b\n", " a", "$IMAGE", "a#b", "-x", 'a"b', "é", "a:{b}"]
)
def test_what_is_no_name_of_an_image(name: str) -> None:
    assert not is_image(name)
    assert not is_environment_image(name)


def test_an_environment_has_its_place_in_a_name() -> None:
    assert is_environment_image("registry.example.com/train:{environment}")
    assert not is_image("registry.example.com/train:{environment}")
