"""Where a flow's project begins, so that every path flowc writes is relative to it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from runtime_shim.local_datastore import project_root


@dataclass(frozen=True, slots=True)
class Project:
    """The folder that holds a flow and everything it may import as text."""

    root: Path

    def relative(self, path: Path) -> str:
        """The path as seen from the root, with forward slashes; `../x` where it lies outside."""
        return Path(os.path.relpath(absolute(path), self.root)).as_posix()

    def contains(self, path: Path) -> bool:
        return absolute(path).is_relative_to(self.root)


def find_project(flow: Path) -> Project:
    """The nearest folder above the flow that looks like a project; else the flow's own folder."""
    return Project(project_root(absolute(flow).parent))


def absolute(path: Path) -> Path:
    """Absolute and without `..`, but with symbolic links left as the user wrote them."""
    return Path(os.path.abspath(path))  # noqa: PTH100
