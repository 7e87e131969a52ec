"""Which variables of a command of this machine its pods get, too."""

from __future__ import annotations

from collections.abc import Mapping

_OF_A_LAPTOP = ("PATH", "HOME", "PYTHONPATH")
"""Variables that a container has of its image."""


def in_image(variables: Mapping[str, str]) -> dict[str, str]:
    """Those that an image does not have by itself."""
    return {name: text for name, text in variables.items() if name not in _OF_A_LAPTOP}
