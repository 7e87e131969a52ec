"""Names of images, as settings, decorators and Dockerfiles have them."""

from __future__ import annotations

import re

ENVIRONMENT_PLACE = "{environment}"
"""Where the setting `environment-image` gets the id of an environment."""
IMAGE_RULE = "the name of an image, such as `registry.example.com/team/train:7`"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/:@+-]*")


def is_image(text: str) -> bool:
    """Whether a text can be the name of an image: a part of what registries take, and no syntax.

    >>> is_image("registry.example.com:5000/team/python:3.12@sha256:0a1b"), is_image("a AS b")
    (True, False)
    """
    return _NAME.fullmatch(text) is not None


def is_environment_image(text: str) -> bool:
    """The same for a name in which the id of an environment may stand.

    >>> is_environment_image("team/train:{environment}"), is_environment_image("train:{version}")
    (True, False)
    """
    return is_image(text.replace(ENVIRONMENT_PLACE, "0"))
