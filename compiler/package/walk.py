"""The files in a folder of the project, with the links among them followed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from compiler.package.never import compiled_files, is_never_packed


@dataclass(frozen=True, slots=True)
class Found:
    """A file, or what stands in the place of one."""

    name: str
    """Relative to the root, with forward slashes."""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something cannot be packed."""

    text: str
    is_link: bool = False
    """Then the text says where the link leads."""


@dataclass(frozen=True)
class Walk:
    """Walks folders below a root. `prunes` tells, of a name, what to leave out unseen; that of
    a folder ends with a slash."""

    root: Path
    prunes: Callable[[str], bool]

    def files(self, folder: str) -> Iterator[Found]:
        """All files in a folder and the folders in it, in alphabetical order in each.

        A link back to a folder around it is not followed.
        """
        waiting: list[tuple[str, tuple[str, ...]]] = [
            (folder, (os.path.realpath(self.root / folder),))
        ]
        while waiting:
            current, around = waiting.pop()
            try:
                with os.scandir(self.root / current) as entries:
                    found = sorted(entries, key=lambda entry: entry.name)
            except OSError as error:
                yield Found(f"{current}/", Problem(reason(error)))
                continue
            own = compiled_files(os.path.join(self.root, current))  # noqa: PTH118
            inner: list[tuple[str, tuple[str, ...]]] = []
            for entry in found:
                name = f"{current}/{entry.name}" if current else entry.name
                # That of an entry raises for a link to itself.
                is_folder = (Path(entry.path) if entry.is_symlink() else entry).is_dir()
                if is_never_packed(entry.path, entry.name, is_folder) or entry.name in own:
                    continue
                if self.prunes(f"{name}/" if is_folder else name):
                    continue
                problem = link_problem(self.root, entry.path) if entry.is_symlink() else None
                if problem is not None or not is_folder:
                    yield Found(name, problem)
                    continue
                here = os.path.join(around[-1], entry.name)  # noqa: PTH118
                real = os.path.realpath(here) if entry.is_symlink() else here
                if real not in around:
                    inner.append((name, (*around, real)))
            waiting += reversed(inner)


def link_problem(root: Path, path: str | Path) -> Problem | None:
    """What is wrong with a link, or with a path that links are part of; None if nothing is."""
    target = os.path.realpath(path)
    if not Path(target).is_relative_to(os.path.realpath(root)):
        return Problem("out of the project", is_link=True)
    if not os.path.exists(target):  # noqa: PTH110
        return Problem("nowhere", is_link=True)
    return None


def reason(error: OSError) -> str:
    """What the operating system says."""
    return (error.strerror or type(error).__name__).lower()
