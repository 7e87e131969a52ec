"""Where uv is, which looks up packages for locks and makes environments from them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Optional

import runtime_shim


def find_uv(environment: Mapping[str, str]) -> Optional[str]:
    """The program; None where it is not to be had.

    One that was brought along with the runtime goes before the one of this Python's package `uv`,
    and that before what is on the path of the environment.
    """
    beside = Path(runtime_shim.__file__).resolve().parent.parent / "bin" / "uv"
    if beside.is_file():
        return str(beside)
    if find_spec("uv") is not None:
        return str(import_module("uv").find_uv_bin())
    return shutil.which("uv", path=environment.get("PATH"))
