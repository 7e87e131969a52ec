"""Finds which artifacts the steps of a flow read and write."""

from __future__ import annotations

from collections.abc import Mapping

from compiler.frontend.artifacts.reader import ArtifactReader
from compiler.frontend.methods import Method
from compiler.ir.artifacts import ArtifactUse

__all__ = ["ArtifactReader", "read_artifacts"]


def read_artifacts(
    entry: Method, inputs: str | None, methods: Mapping[str, Method], wrapped: bool
) -> ArtifactUse:
    """What one step uses; `ArtifactReader` does the same for all steps of a flow."""
    return ArtifactReader(methods).read(entry, inputs, wrapped)
