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
_NO_FILE = (FileNotFoundError, NotADirectoryError, IsADirectoryError)


class Ignored:
    """Answers for paths relative to a root, with forward slashes."""

    def __init__(self, root: Path) -> None:
        self.unreadable: dict[str, OSError] = {}
        """Files that could not be read when an answer needed them, and why, by their path."""
        self._root = root
        self._chains: dict[str, tuple[tuple[GitIgnoreSpec, int], ...]] = {}
        self._above = self._specs_above()
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
            spec = self._read(os.path.join(self._root, folder, _FILE))  # noqa: PTH118 - of each
            above = self._chain(folder.rpartition("/")[0]) if folder else ()
            own = ((spec, len(folder) + 1 if folder else 0),) if spec is not None else ()
            self._chains[folder] = own + above
        return self._chains[folder]

    def _specs_above(self) -> list[tuple[GitIgnoreSpec, str]]:
        """Those of the repository that the root is a folder of, the nearest first."""
        prefix = ""
        prefixes: list[tuple[Path, str]] = []
        for folder in (self._root, *self._root.parents):
            if (folder / ".git").exists():
                found = [(self._read(str(above / _FILE)), prefix) for above, prefix in prefixes]
                return [(spec, prefix) for spec, prefix in found if spec is not None]
            prefix = f"{folder.name}/{prefix}"
            prefixes.append((folder.parent, prefix))
        return []

    def _read(self, path: str) -> GitIgnoreSpec | None:
        """The patterns of a file; None where there is none, or none that can be read."""
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - tried in each of many folders
                text = file.read().decode("utf-8-sig", errors="surrogateescape")
        except _NO_FILE:
            return None
        except OSError as error:
            self.unreadable[path] = error
            return None
        return compiled(line.rstrip("\r") for line in text.split("\n"))
