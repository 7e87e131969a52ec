"""What `flowc image` writes, as bundles: one of the runtime, one of a flow's environments."""

from __future__ import annotations

from collections.abc import Iterable

from compiler.backends.bundle import Bundle
from compiler.images.environment import EnvironmentImage, environment_files
from compiler.images.runtime import runtime_files

TARGET = "image"
_OWN = "flowc-runtime"
"""Where bundles have a flow's name: one that no flow can have."""


def runtime_bundle(base: str) -> Bundle:
    """The Dockerfile of the runtime and what it installs; `base` is an image with Python."""
    return Bundle(TARGET, _OWN, _OWN, runtime_files(base))


def environment_bundle(flow: str, source: str, images: Iterable[EnvironmentImage]) -> Bundle:
    """The Dockerfiles of a flow's package environments; `source` is the flow's file."""
    documents: dict[str, bytes] = {}
    for image in images:
        documents.update(environment_files(image))
    return Bundle(TARGET, flow, source, documents)
