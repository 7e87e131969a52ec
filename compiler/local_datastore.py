"""Where the runs of this machine are kept when nobody names a datastore."""

from __future__ import annotations

import os
from pathlib import Path

from compiler.frontend.project import find_project
from runtime_shim.contract import ENV_DATASTORE, LOCAL_DATASTORE


def default_datastore(start: Path) -> str:
    """The root of the datastore for a flow's file, or for a folder such as the current one.

    That is what the environment variable `FLOWC_DATASTORE` says; else `.flowc` in the root
    of the project, as an absolute path.
    """
    named = os.environ.get(ENV_DATASTORE)
    if named:
        return absolute_root(named)
    return str(find_project(_inside(start)).root / LOCAL_DATASTORE)


def absolute_root(root: str) -> str:
    """A datastore's root that means the same in every folder: URLs stay as they are."""
    return root if "://" in root else os.path.abspath(root)  # noqa: PTH100 - as it is written


def _inside(start: Path) -> Path:
    # `find_project` takes a file and begins at the folder around it.
    return start / LOCAL_DATASTORE if start.is_dir() else start
