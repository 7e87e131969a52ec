"""Makes the environments of `@conda`, with micromamba, which the image must have."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from runtime_shim import contract
from runtime_shim.environments.lock import EnvironmentFailed, Lock
from runtime_shim.environments.makers import run


def make_conda(
    folder: Path, final: Path, lock: Lock, environment: Mapping[str, str], cache: Path
) -> None:
    """Fills a folder, which is then moved to `final`, with what a lock lists, Python as well.

    Packages of conda have the path of their environment written into them, so that none is
    kept for other machines. micromamba compares each with the digest in the lock.
    """
    program = find_micromamba(environment)
    where = ("--prefix", str(folder), "--relocate-prefix", str(final))
    run(
        [program, "create", "--yes", "--quiet", *where, "--file", str(lock.file)],
        {"MAMBA_ROOT_PREFIX": str(cache), **environment},
    )


def find_micromamba(environment: Mapping[str, str]) -> str:
    """The program; raises `EnvironmentFailed` where it is not here."""
    program = shutil.which("micromamba", path=environment.get("PATH"))
    if program is None:
        packaged = environment.get(contract.ENV_PACKAGE)
        advice = "Name an image that has it." if packaged else "Install it, so that PATH has it."
        raise EnvironmentFailed(
            f"environments of @conda are made by micromamba, which is not here. {advice}"
        )
    return program
