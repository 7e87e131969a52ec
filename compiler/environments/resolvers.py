"""What resolves packages: for each package manager a program, where that is on this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

from compiler.environments.conda import resolve_conda
from compiler.environments.pypi import resolve_pypi
from compiler.environments.request import Request
from runtime_shim.environments.uv import find_uv

Resolve = Callable[[Request, Path], str]
"""From a request, and the folder of the project, to what is pinned; raises `Unresolvable` and
`LookupBroken`."""

TOOLS = {"pypi": "uv", "conda": "micromamba"}
"""The program for each package manager."""


def find_resolver(manager: str) -> Resolve | None:
    """What resolves the packages of a manager; None where this machine has no such program."""
    if manager == "pypi":
        uv = find_uv(os.environ)
        return partial(resolve_pypi, uv) if uv is not None else None
    micromamba = shutil.which(TOOLS[manager])
    return partial(resolve_conda, micromamba) if micromamba is not None else None
