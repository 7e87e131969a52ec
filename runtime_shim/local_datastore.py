"""Where the runs of this machine are kept when nobody names a datastore."""

from __future__ import annotations

import os
from pathlib import Path

from runtime_shim.contract import ENV_DATASTORE, LOCAL_DATASTORE, PROJECT_MARKERS


def default_datastore() -> str:
    """The root of the datastore for whoever is in the current folder.

    That is what the environment variable `FLOWC_DATASTORE` says; else `.flowc` in the root
    of the project that the folder is in, or in the folder itself.
    """
    named = os.environ.get(ENV_DATASTORE)
    return absolute_root(named) if named else str(project_root(Path.cwd()) / LOCAL_DATASTORE)


def is_url(root: str) -> bool:
    """Whether a datastore is in an object store, and no folder; or is meant to be.

    >>> is_url("s3://bucket"), is_url("s3:/bucket"), is_url("runs"), is_url("./a:/b")
    (True, True, False, False)
    """
    first, slash, _ = root.partition("/")
    return bool(slash) and first.endswith(":")


def absolute_root(root: str) -> str:
    """A datastore's root that means the same in every folder: URLs stay as they are."""
    if is_url(root):
        return root
    return os.path.abspath(os.path.expanduser(root))  # noqa: PTH100, PTH111 - as it is written


def project_root(folder: Path) -> Path:
    """The nearest of a folder and those above that looks like a project; else the folder."""
    for candidate in (folder, *folder.parents):
        if any((candidate / marker).exists() for marker in PROJECT_MARKERS):
            return candidate
    return folder
