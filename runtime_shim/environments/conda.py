"""Makes the environments of `@conda`, with micromamba, which the image must have."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from runtime_shim.environments.lock import EnvironmentFailed, Lock
from runtime_shim.environments.makers import run


def make_conda(
    folder: Path, final: Path, lock: Lock, environment: Mapping[str, str], cache: Path
) -> None:
    """Fills a folder, which is then moved to `final`, with what a lock lists, Python as well.

    Packages of conda have the path of their environment written into them, so that none is
    kept for other machines. micromamba compares each with the digest in the lock.
    """
    program = shutil.which("micromamba", path=environment.get("PATH"))
    if program is None:
        raise EnvironmentFailed(
            "environments of @conda are made by micromamba, which is not here: name an image that "
            "has it."
        )
    where = ("--prefix", str(folder), "--relocate-prefix", str(final))
    run(
        [program, "create", "--yes", "--quiet", *where, "--file", str(lock.file)],
        {"MAMBA_ROOT_PREFIX": str(cache), **environment},
    )
