"""Where the modules of the user's project come from, in a task and in what it starts."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path

import runtime_shim
from runtime_shim.cache import cache_folder, make_once
from runtime_shim.contract import ENV_ROOT

_FOLDERS = (".", "src")
"""Where in a project its modules begin, besides the folder of the flow."""


def module_folders(root: Path) -> list[str]:
    """Those of the project in a root that are there."""
    return [str(folder) for folder in (root / name for name in _FOLDERS) if folder.is_dir()]


def lead_to_project(environment: MutableMapping[str, str]) -> None:
    """Has the project's modules found, by this process and by Python processes that it starts.

    These find the runtime, too. The folders of the project come before what is installed, in
    this process after the standard library, and in others before it: there a module of the
    user's may have the name of one of its. So it is for the process that runs the user's code,
    after all else.
    """
    folders = module_folders(Path(environment[ENV_ROOT]))
    sys.path[_after_standard_library() : 0] = folders
    inherited = environment.get("PYTHONPATH", "").split(os.pathsep)
    paths = [_runtime_folder(environment, inherited), *folders, *filter(None, inherited)]
    environment["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    # As under Metaflow: what a Python that the step starts prints comes at once.
    environment.setdefault("PYTHONUNBUFFERED", "x")


def _after_standard_library() -> int:
    """Where in `sys.path` the project goes: before what is installed, whatever that has."""
    library = os.path.dirname(os.__file__)  # noqa: PTH120
    own = (library, os.path.join(library, "lib-dynload"))  # noqa: PTH118
    return max((index + 1 for index, path in enumerate(sys.path) if path in own), default=0)


def _runtime_folder(environment: Mapping[str, str], inherited: list[str]) -> str:
    """A folder with the runtime, and nothing of what else is installed beside it.

    Where processes find the runtime by what they inherit, it is that.
    """
    package = Path(runtime_shim.__file__).absolute().parent
    if str(package.parent) in inherited:
        return str(package.parent)
    import hashlib  # loads OpenSSL

    name = hashlib.sha256(str(package).encode()).hexdigest()
    folder = cache_folder(environment, "runtime") / name

    def link(draft: Path) -> None:
        for found in (package, package.with_name("flowc.py")):
            (draft / found.name).symlink_to(found)

    make_once(folder, link)
    return str(folder)
