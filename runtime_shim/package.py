"""The code package that a task runs from: fetched, verified, unpacked, and entered."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import MutableMapping
from pathlib import Path
from typing import BinaryIO

from runtime_shim import contract
from runtime_shim.cache import cache_folder, make_once
from runtime_shim.errors import FlowcError
from runtime_shim.flow.context import flow_of, required_variable
from runtime_shim.local_datastore import absolute_root
from runtime_shim.store import Missing, UnknownStore, open_store
from runtime_shim.unpack import BadArchive, Limits, fetch_archive, unpack

LIMITS = Limits(contract.PACKAGE_ENTRIES, contract.PACKAGE_BYTES, contract.PACKAGE_BYTES)
_PIECE = 1 << 20


class PackageFailed(FlowcError):
    """The code package is not to be had."""


def enter_package(environment: MutableMapping[str, str]) -> None:
    """Makes the package that the environment names the place where the process runs.

    The folder of the flow's file becomes the current one, and the variables name the root of the
    project, the flow and its plan by their absolute paths. So it can be entered again by a
    process that gets these variables. Raises `FlowcError`.
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
    environment[contract.ENV_ROOT] = str(root)
    try:
        os.chdir(source.parent)
    except OSError:
        raise PackageFailed(f"the code package {sha256} has no file {file}.") from None


def _unpack(datastore: str, flow: str, sha256: str, folder: Path) -> None:
    with _fetched(datastore, contract.package_key(flow, sha256), folder.parent) as archive:
        digest = hashlib.sha256()
        while piece := archive.read(_PIECE):
            digest.update(piece)
        if digest.hexdigest() != sha256:
            raise PackageFailed(
                f"the code package {contract.package_key(flow, sha256)} in the datastore "
                f"{datastore} is not what was uploaded: its sha256 is {digest.hexdigest()}. "
                "Delete it there, and run `flowc upload` again."
            )
        try:
            unpack(archive, folder, LIMITS)
        except BadArchive as bad:
            raise PackageFailed(f"the code package {sha256} is refused: {bad}") from None


def _fetched(datastore: str, key: str, folder: Path) -> BinaryIO:
    try:
        return fetch_archive(open_store(datastore), key, folder)
    except UnknownStore as error:
        raise PackageFailed(f"{error}.") from None
    except Missing:
        raise PackageFailed(
            f"the datastore {datastore} has no code package {key}: `flowc upload` puts it there."
        ) from None
