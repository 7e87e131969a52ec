"""Goes on in the Python of a package environment, which is made where it is not there."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import sys
import sysconfig
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from runtime_shim import contract
from runtime_shim.cache import cache_folder, make_once
from runtime_shim.environments.kept import fetch, files_in, keep
from runtime_shim.environments.lock import Lock, find_lock
from runtime_shim.environments.makers import Maker, find_maker
from runtime_shim.flow.context import flow_of
from runtime_shim.local_datastore import absolute_root
from runtime_shim.store import open_store

_RUNTIME = (contract.ENTRY_MODULE, "flowc", "obstore", "typing_extensions")
"""What the runtime is, and what it uses; an environment may have the last two itself."""


def enter_environment(environment: MutableMapping[str, str], arguments: Sequence[str]) -> None:
    """Replaces the process by one with the same arguments, in the Python of its environment.

    Does nothing where it is in that already. Programs of the environment go before others.
    Raises `FlowcError` where it cannot be made.
    """
    lock = find_lock(environment)
    folder = cache_folder(environment, "environments") / _name(lock)
    if Path(sys.prefix).resolve() == folder.resolve():
        return
    if not folder.is_dir():
        with _alone(folder):
            make_once(folder, lambda draft: _make(draft, lock, folder.name, environment))
    scripts = str(folder / "bin")
    environment["CONDA_PREFIX" if lock.manager == "conda" else "VIRTUAL_ENV"] = str(folder)
    environment["PATH"] = os.pathsep.join(filter(None, [scripts, environment.get("PATH")]))
    python = f"{scripts}/python"
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(python, [python, *contract.INSTALLED_LAUNCH, *arguments], dict(environment))


def _name(lock: Lock) -> str:
    """Of the folder and of what is kept: the lock, the Python, and what machines it runs on.

    The id tells what was asked for, which stays when the lock is renewed.
    """
    digest = hashlib.sha256(lock.content).hexdigest()[:16]
    return f"{lock.environment}-{digest}-cp{_python(lock).replace('.', '')}-{_machine()}"


def _python(lock: Lock) -> str:
    return lock.python or f"{sys.version_info[0]}.{sys.version_info[1]}"


def _machine() -> str:
    """Such as `x86_64-linux-gnu`: the processor, the system and its C library."""
    tag = str(sysconfig.get_config_var("SOABI") or sysconfig.get_platform())
    return re.sub(r"^cpython-[0-9a-z]+-", "", tag)


def _make(folder: Path, lock: Lock, name: str, environment: MutableMapping[str, str]) -> None:
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
    maker.create(folder, _python(lock))
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


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Lets one process at a time make an environment; the others then find it made."""
    with folder.with_name(f".{folder.name}.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
