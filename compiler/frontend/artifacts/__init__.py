"""Finds which artifacts the steps of a flow read and write."""

from __future__ import annotations

from compiler.frontend.artifacts.reader import ArtifactReader

__all__ = ["ArtifactReader"]
