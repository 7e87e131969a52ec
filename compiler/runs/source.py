"""Finds the source of the flow that a run was of."""

from __future__ import annotations

import os
from pathlib import Path

from runtime_shim.local_datastore import is_url, project_root
from runtime_shim.run_record import RunRecord
from runtime_shim.store import Store


def root_from(store: Store, root: Path) -> str | None:
    """The root of a project as the record of a run has it: relative to the datastore.

    None where that is no folder: what others see need not tell where somebody's project is.
    """
    return None if is_url(store.root) else os.path.relpath(root, store.root)


def source_of(store: Store, record: RunRecord) -> Path | None:
    """The flow's file, as an absolute path; None where it is not there any more.

    It is looked for in the project as it lay from the datastore when the run began, then in
    that of the current folder: either may have been moved since.
    """
    if record.file is None:
        return None
    roots = [project_root(Path.cwd())]
    if record.root is not None:
        roots.insert(0, Path(os.path.normpath(Path(store.root, record.root))))
    return next((file for file in (root / record.file for root in roots) if file.is_file()), None)
