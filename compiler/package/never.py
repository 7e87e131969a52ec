"""What is in no code package: what tools leave in a project's folders."""

from __future__ import annotations

import json
import os
from pathlib import Path

from compiler.backends.bundle import MANIFESTS
from runtime_shim.contract import LOCAL_DATASTORE, PACKAGE_OWN

_FOLDERS = frozenset(
    {
        ".git", ".hg", ".svn", "__pycache__", ".venv", ".tox", ".nox", ".metaflow",
        ".mypy_cache", ".pytest_cache", ".ruff_cache", ".ipynb_checkpoints",
        LOCAL_DATASTORE, PACKAGE_OWN,
    }
)  # fmt: skip
_FILES = frozenset({".git", ".DS_Store"})


def is_never_packed(path: str, name: str, is_folder: bool) -> bool:
    """Whether an entry of a folder is made anew wherever it is needed."""
    if is_folder:
        return name in _FOLDERS or os.path.exists(os.path.join(path, "pyvenv.cfg"))  # noqa: PTH110, PTH118
    # Editors lock a file by a link of that name.
    return name in _FILES or name.endswith((".pyc", ".pyo")) or name.startswith(".#")


def lies_in_never_packed(root: Path, folder: str) -> bool:
    """Whether a folder below the root, or one around it in there, is made anew like that."""
    around = [one for one in (root / folder, *(root / folder).parents) if one.is_relative_to(root)]
    return any(is_never_packed(str(one), one.name, is_folder=True) for one in around if one != root)


def compiled_files(folder: str) -> frozenset[str]:
    """The names of what flowc itself wrote into a folder, as its manifests there list it.

    A package with a document in it that names the package would differ each time.
    """
    manifests = os.path.join(folder, MANIFESTS)  # noqa: PTH118
    if not os.path.isdir(manifests):  # noqa: PTH112
        return frozenset()
    found: set[str] = set()
    with os.scandir(manifests) as entries:
        for entry in entries:
            if entry.name.endswith(".json"):
                found |= _listed(entry.path)
    return frozenset({MANIFESTS, *found} if found else found)


def _listed(manifest: str) -> set[str]:
    try:
        with open(manifest, encoding="utf-8") as file:  # noqa: PTH123
            table = json.load(file)
        if {"target", "flow", "source", "files"} <= table.keys():
            return {name.partition("/")[0] for name in table["files"]}
    except (OSError, ValueError, AttributeError):
        pass  # somebody else's
    return set()
