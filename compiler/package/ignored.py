"""What git ignores in a project, by its `.gitignore` files alone.

What a machine ignores for itself (`.git/info/exclude`, `core.excludesFile`) does not count:
the package would differ between machines. Nor does what is tracked in spite of a pattern.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from compiler.package.patterns import compiled

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_FILE = ".gitignore"


class Ignored:
    """Answers for paths relative to a root, with forward slashes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._chains: dict[str, tuple[tuple[GitIgnoreSpec, int], ...]] = {}
        self._above = _specs_above(root)
        self._folders: dict[str, bool] = {"": False}

    def has(self, name: str) -> bool:
        """Whether a file is ignored, by itself or with a folder that it is in."""
        folder = name.rpartition("/")[0]
        return self._has_folder(folder) or self.matches(name)

    def _has_folder(self, folder: str) -> bool:
        if folder not in self._folders:
            above = folder.rpartition("/")[0]
            self._folders[folder] = self._has_folder(above) or self.matches(f"{folder}/")
        return self._folders[folder]

    def matches(self, name: str) -> bool:
        """Whether a pattern hides a file, or with `/` at the end a folder, in one that none hides.

        As for git the last pattern counts that says anything of it, those of the nearest
        file before those further up.
        """
        folder = name.rstrip("/").rpartition("/")[0]
        for spec, start in self._chain(folder):
            decision = spec.check_file(name[start:]).include
            if decision is not None:
                return decision
        for spec, prefix in self._above:
            decision = spec.check_file(prefix + name).include
            if decision is not None:
                return decision
        return False

    def _chain(self, folder: str) -> tuple[tuple[GitIgnoreSpec, int], ...]:
        """The patterns of a folder and of those above, and how much of a path each leaves out."""
        if folder not in self._chains:
            spec = _read(os.path.join(self._root, folder, _FILE))  # noqa: PTH118 - of each folder
            above = self._chain(folder.rpartition("/")[0]) if folder else ()
            own = ((spec, len(folder) + 1 if folder else 0),) if spec is not None else ()
            self._chains[folder] = own + above
        return self._chains[folder]


def _specs_above(root: Path) -> list[tuple[GitIgnoreSpec, str]]:
    """Those of the repository that the root is a folder of, the nearest first."""
    found: list[tuple[GitIgnoreSpec, str]] = []
    prefix = ""
    for folder, above in zip((root, *root.parents), root.parents, strict=False):
        if (folder / ".git").exists():
            return found
        prefix = f"{folder.name}/{prefix}"
        spec = _read(str(above / _FILE))
        if spec is not None:
            found.append((spec, prefix))
    return []


def _read(path: str) -> GitIgnoreSpec | None:
    """The patterns of a file; None where there is none that can be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - tried in each of many folders
            text = file.read().decode("utf-8-sig", errors="surrogateescape")
    except OSError:
        return None
    return compiled(line.rstrip("\r") for line in text.split("\n"))
