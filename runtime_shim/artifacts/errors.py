"""What is wrong with an artifact that cannot be stored, or not be read back."""

from __future__ import annotations

from runtime_shim.errors import FlowcError


class UnpicklableArtifact(FlowcError):
    """The value of an artifact cannot be stored."""


class UnreadableArtifact(FlowcError):
    """What is stored of an artifact does not give its value any more."""
