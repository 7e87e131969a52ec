"""The package environments of a run: their locks, and whether this machine can make them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from compiler.backends.local.environment import PLAN_FILE
from compiler.backends.local.options import RunOptions
from runtime_shim import contract
from runtime_shim.errors import FlowcError


class CannotMakeEnvironments(FlowcError):
    """A package environment that tasks are to run in cannot be made on this machine."""


def with_environments(
    variables: Mapping[str, str], folder: Path, python: str, options: RunOptions
) -> dict[str, str]:
    """The variables of a run's processes, with those that environments need.

    The folder of the run gets the locks, as a code package has them. The interpreter of the tasks
    is asked whether it can make what it does not find made: raises `CannotMakeEnvironments`.
    """
    if not options.environments:
        return dict(variables)
    _write_locks(folder, options.locks)
    cache = os.environ.get(contract.ENV_CACHE) or _user_cache()
    found = {**variables, contract.ENV_CACHE: cache}
    done = subprocess.run(
        [python, *contract.INSTALLED_LAUNCH, "environments", *sorted(options.locks)],
        cwd=folder,
        env={**found, contract.ENV_PLAN: str(folder / PLAN_FILE)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        raise CannotMakeEnvironments(done.stdout.decode(errors="replace").strip())
    return found


def _write_locks(folder: Path, locks: Mapping[str, bytes]) -> None:
    for environment, content in locks.items():
        file = folder / contract.lock_file(environment)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)


def _user_cache() -> str:
    """The folder for what this user's programs can make again (XDG base directories)."""
    return str(Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "flowc")
