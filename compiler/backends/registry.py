"""The backends by name: those in this folder, and those that other packages bring."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from compiler.backends.backend import Backend

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints

_OWN = ("airflow", "argo", "ir", "local", "stepfunctions")

GROUP = "flowc.backends"
"""A package adds a target by an entry point of this group that names a `Backend`."""


class UnknownTarget(Exception):
    """Nobody brings a backend of that name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"there is no target `{name}`; the targets are {', '.join(known)}")
        self.name = name
        self.known = known


def targets() -> tuple[str, ...]:
    """The names of all targets, in alphabetical order."""
    return tuple(sorted({*_OWN, *(entry.name for entry in _entry_points())}))


def find_backend(name: str) -> Backend:
    """The backend of that name; raises `UnknownTarget`.

    Only the package of that one backend is imported.
    """
    if name in _OWN:
        backend: Backend = import_module(f"compiler.backends.{name}").BACKEND
        return backend
    for entry in _entry_points():
        if entry.name == name:
            loaded: Backend = entry.load()
            return loaded
    raise UnknownTarget(name, targets())


def _entry_points() -> EntryPoints:
    from importlib.metadata import entry_points  # slow, and flowc's own targets need it not

    return entry_points(group=GROUP)
