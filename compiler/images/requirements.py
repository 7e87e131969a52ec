"""What containers install, each with its hashes: texts for `pip install --require-hashes`."""

from __future__ import annotations

from pathlib import Path

from compiler.images.wheel import runtime_wheel

_FOLDER = Path(__file__).parent


def runtime_requirements() -> str:
    """The runtime and the packages that it uses, for every Python that it runs on."""
    return runtime_wheel().requirement + _lock("requirements.txt")


def tool_requirements() -> str:
    """What makes package environments in a container; for images, as it is large."""
    return _lock("tools.txt")


def _lock(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
