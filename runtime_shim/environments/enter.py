"""Goes on in the Python of a package environment, which is made where it is not there."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import sys
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from runtime_shim import contract
from runtime_shim.cache import cache_folder, make_once
from runtime_shim.environments.lock import Lock, find_lock


def enter_environment(environment: MutableMapping[str, str], arguments: Sequence[str]) -> None:
    """Replaces the process by one with the same arguments, in the Python of its environment.

    Does nothing where it is in that already. Programs of the environment go before others.
    Raises `FlowcError` where it cannot be made.
    """
    lock = find_lock(environment)
    folder = environment_folder(lock, environment)
    if Path(sys.prefix).resolve() == folder.resolve():
        return
    if not folder.is_dir():
        # Most tasks find it made, and need none of this.
        from runtime_shim.environments.making import make_environment

        with _alone(folder):
            make_once(folder, lambda draft: make_environment(draft, lock, folder.name, environment))
    scripts = str(folder / "bin")
    environment["CONDA_PREFIX" if lock.manager == "conda" else "VIRTUAL_ENV"] = str(folder)
    environment["PATH"] = os.pathsep.join(filter(None, [scripts, environment.get("PATH")]))
    python = f"{scripts}/python"
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(python, [python, *contract.INSTALLED_LAUNCH, *arguments], dict(environment))


def environment_folder(lock: Lock, environment: Mapping[str, str]) -> Path:
    """Where the environment of a lock is, once it is made; raises `CacheFailed`."""
    return cache_folder(environment, "environments") / _name(lock)


def _name(lock: Lock) -> str:
    """Of the folder and of what is kept: the lock, the Python, and what machines it runs on.

    The id tells what was asked for, which stays when the lock is renewed.
    """
    digest = hashlib.sha256(lock.content).hexdigest()[:16]
    return f"{lock.environment}-{digest}-cp{lock.python_here.replace('.', '')}-{_machine()}"


def _machine() -> str:
    """Such as `x86_64-linux-gnu`: the processor, the system and its C library."""
    # Begins with the interpreter's tag, such as `.cpython-312-x86_64-linux-gnu.so`.
    return re.sub(r"^\.[^-]+-[^-]+-|\.so$", "", EXTENSION_SUFFIXES[0])


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Lets one process at a time make an environment; the others then find it made."""
    with folder.with_name(f".{folder.name}.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
