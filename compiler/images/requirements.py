"""What containers install, each with its hashes: texts for `pip install --require-hashes`."""

from __future__ import annotations

from pathlib import Path

from compiler.images.wheel import runtime_wheel

LIBRARY_PYTHONS = ("3.9", "3.10", "3.11")
"""The Pythons that need packages of their own: later ones take those for the stable ABI of 3.11."""

_FOLDER = Path(__file__).parent


def runtime_requirements() -> str:
    """The runtime and the packages that it uses, for every Python that it runs on."""
    return runtime_wheel().requirement + library_requirements()


def library_requirements() -> str:
    """The packages that the runtime uses."""
    return (_FOLDER / "requirements.txt").read_text(encoding="utf-8")


def tool_requirements() -> str:
    """What makes package environments in a container; for images, as it is large."""
    return (_FOLDER / "tools.txt").read_text(encoding="utf-8")
