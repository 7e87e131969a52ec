"""Between the names of an interface and those that Step Functions has for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_FREE = {"parameters", "tags"}
"""Fields whose keys are the user's own."""


def camel(value: Any) -> Any:
    """`JobName` as `jobName`, all through."""
    return _renamed(value, lambda name: name[:1].lower() + name[1:])


def pascal(value: Any) -> Any:
    """`jobName` as `JobName`, all through."""
    return _renamed(value, lambda name: name[:1].upper() + name[1:])


def _renamed(value: Any, rename: Callable[[str], str]) -> Any:
    if isinstance(value, list):
        return [_renamed(one, rename) for one in value]
    if isinstance(value, dict):
        return {
            rename(key): one if key.lower() in _FREE else _renamed(one, rename)
            for key, one in value.items()
        }
    return value
