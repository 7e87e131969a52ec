"""The code package that a task runs from: fetched, verified, unpacked, and entered."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path

import runtime_shim
from runtime_shim import contract
from runtime_shim.cache import cache_folder, make_once
from runtime_shim.errors import FlowcError
from runtime_shim.flow.context import flow_of, required_variable
from runtime_shim.local_datastore import absolute_root
from runtime_shim.store import Buffer, Missing, UnknownStore, open_store
from runtime_shim.unpack import BadArchive, Limits, unpack

LIMITS = Limits(contract.PACKAGE_ENTRIES, contract.PACKAGE_BYTES, contract.PACKAGE_BYTES)
_MODULE_FOLDERS = (".", "src")
"""Where in a project its modules begin, besides the folder of the flow."""


class PackageFailed(FlowcError):
    """The code package is not to be had."""


def enter_package(environment: MutableMapping[str, str]) -> None:
    """Makes the package that the environment names the place where the process runs.

    The folder of the flow's file becomes the current one, the project's modules can be
    imported, and the variables name the flow and its plan by their absolute paths. So it
    can be entered again by a process that gets these variables. Raises `FlowcError`.
    """
    sha256 = environment[contract.ENV_PACKAGE]
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise PackageFailed(f"{contract.ENV_PACKAGE} is to be a sha256, not {sha256!r}.")
    file, flow = flow_of(environment)
    # A relative one is meant as seen from where the process started.
    datastore = absolute_root(required_variable(environment, contract.ENV_DATASTORE))
    root = cache_folder(environment, "packages") / sha256
    make_once(root, lambda draft: _unpack(datastore, flow, sha256, draft))
    source = root / file
    environment[contract.ENV_DATASTORE] = datastore
    environment[contract.ENV_FLOW] = f"{source}:{flow}"
    environment[contract.ENV_PLAN] = str(root / contract.packaged_plan(flow))
    sys.path[_after_standard_library() : 0] = _module_folders(root)
    try:
        os.chdir(source.parent)
    except OSError:
        raise PackageFailed(f"the code package {sha256} has no file {file}.") from None


def lead_children_to_package(environment: MutableMapping[str, str]) -> None:
    """Has Python processes that the task starts find the runtime and the project's modules.

    For the process that runs the user's code, after all else: these folders come before the
    standard library, where a module of the user's may have the name of one of its.
    """
    sha256 = environment[contract.ENV_PACKAGE]
    root = cache_folder(environment, "packages") / sha256
    folders = [str(_runtime_folder(environment)), *_module_folders(root)]
    inherited = environment.get("PYTHONPATH")
    environment["PYTHONPATH"] = os.pathsep.join([*folders, *filter(None, [inherited])])
    # As under Metaflow: what a Python that the step starts prints comes at once.
    environment.setdefault("PYTHONUNBUFFERED", "x")


def _unpack(datastore: str, flow: str, sha256: str, folder: Path) -> None:
    content = _read(datastore, contract.package_key(flow, sha256))
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise PackageFailed(
            f"the code package {contract.package_key(flow, sha256)} in the datastore {datastore} "
            f"is not what was uploaded: its sha256 is {found}. Delete it there, and run "
            "`flowc upload` again."
        )
    try:
        unpack(content, folder, LIMITS)
    except BadArchive as bad:
        raise PackageFailed(f"the code package {sha256} is refused: {bad}") from None


def _read(datastore: str, key: str) -> Buffer:
    try:
        return open_store(datastore).read_buffer(key)
    except UnknownStore as error:
        raise PackageFailed(f"{error}.") from None
    except Missing:
        raise PackageFailed(
            f"the datastore {datastore} has no code package {key}: `flowc upload` puts it there."
        ) from None


def _module_folders(root: Path) -> list[str]:
    return [str(folder) for folder in (root / name for name in _MODULE_FOLDERS) if folder.is_dir()]


def _after_standard_library() -> int:
    """Where in `sys.path` the project goes: before what is installed, whatever that has."""
    library = os.path.dirname(os.__file__)  # noqa: PTH120
    own = (library, os.path.join(library, "lib-dynload"))  # noqa: PTH118
    return max((index + 1 for index, path in enumerate(sys.path) if path in own), default=0)


def _runtime_folder(environment: Mapping[str, str]) -> Path:
    """A folder with the runtime, and nothing of what else is installed beside it."""
    package = Path(runtime_shim.__file__).absolute().parent
    name = hashlib.sha256(str(package).encode()).hexdigest()
    folder = cache_folder(environment, "runtime") / name

    def link(draft: Path) -> None:
        for found in (package, package.with_name("flowc.py")):
            (draft / found.name).symlink_to(found)

    make_once(folder, link)
    return folder
