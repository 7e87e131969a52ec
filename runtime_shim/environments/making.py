"""Makes a package environment, or unpacks what another task made."""

from __future__ import annotations

import sys
from collections.abc import Mapping, MutableMapping
from importlib.util import find_spec
from pathlib import Path

from runtime_shim import contract
from runtime_shim.cache import cache_folder
from runtime_shim.environments.kept import fetch, files_in, keep
from runtime_shim.environments.lock import Lock
from runtime_shim.environments.makers import Maker, find_maker
from runtime_shim.flow.context import flow_of
from runtime_shim.local_datastore import absolute_root
from runtime_shim.store import open_store

_RUNTIME = (contract.ENTRY_MODULE, "flowc", "obstore", "typing_extensions")
"""What the runtime is, and what it uses; an environment may have the last two itself."""


def make_environment(
    folder: Path, lock: Lock, name: str, environment: MutableMapping[str, str]
) -> None:
    """Fills a folder, which is to become the one of that name beside it.

    Raises `FlowcError` where it cannot be made.
    """
    downloads = cache_folder(environment, "downloads")
    if lock.manager == "conda":
        from runtime_shim.environments.conda import make_conda

        make_conda(folder, folder.with_name(name), lock, environment, downloads)
    else:
        _make_pypi(folder, lock, name, find_maker(environment, downloads), environment)
    _link_runtime(folder)


def _make_pypi(
    folder: Path, lock: Lock, name: str, maker: Maker, environment: Mapping[str, str]
) -> None:
    maker.create(folder, lock.python_here)
    if not environment.get(contract.ENV_PACKAGE):
        # On the machine of a person, whose tools keep what they downloaded.
        maker.install(folder, lock)
    else:
        bare = set(files_in(folder))
        store = open_store(absolute_root(environment.get(contract.ENV_DATASTORE, "")))
        flow = flow_of(environment)[1]
        if not fetch(store, flow, name, folder, bare):
            sys.stderr.write(f"making the package environment {lock.environment}\n")
            maker.install(folder, lock)
            keep(store, flow, name, folder, (file for file in files_in(folder) if file not in bare))


def _link_runtime(folder: Path) -> None:
    """Has the environment's Python find the runtime, and nothing of what is beside it."""
    (packages,) = (folder / "lib").glob("python3.*/site-packages")
    for name in _RUNTIME:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            continue
        # A local run reaches the runtime by links that end with it, the environment stays.
        found = Path(spec.origin).resolve()
        found = found.parent if spec.submodule_search_locations else found
        target = packages / found.name
        if not target.exists():
            target.symlink_to(found)
