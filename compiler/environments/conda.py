"""Packages of conda's channels, resolved by micromamba."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from compiler.environments.request import Request
from compiler.environments.tools import LookupBroken, Unresolvable, in_one_line, run_tool

_PLATFORM = "linux-64"
"""A lock of conda is for one platform: that of containers."""
_CHANNEL = "conda-forge"
"""Metaflow's default; a package of another one is written `channel::name`."""
_GLIBC = "2.28"
"""What packages may ask of the image, whatever the machine has that resolves: that of Debian 10."""


def resolve_conda(micromamba: str, request: Request, folder: Path) -> str:
    """Every package by its URL and digest, as a file for `conda create --file`.

    Raises `Unresolvable` and `LookupBroken`.
    """
    options = ("--yes", "--dry-run", "--json", f"--platform={_PLATFORM}", f"--channel={_CHANNEL}")
    variables = {"CONDA_OVERRIDE_GLIBC": _GLIBC, **os.environ}
    with TemporaryDirectory() as scratch:
        prefix = f"--prefix={Path(scratch) / 'environment'}"
        specs = (f"python={request.python}", *request.packages)
        command = (micromamba, "create", prefix, *options, *specs)
        done = run_tool(command, folder=folder, environment=variables)
    solved = _parsed(done.stdout)
    if done.returncode or not solved.get("success", True):
        conflicts = in_one_line(_explained(solved))
        if conflicts:
            raise Unresolvable(conflicts)
        raise LookupBroken(in_one_line(done.stderr) or f"micromamba ended with {done.returncode}")
    return "".join(["@EXPLICIT\n", *map(_pinned, solved.get("actions", {}).get("LINK", ()))])


def _parsed(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _explained(solved: Mapping[str, Any]) -> str:
    return "\n".join(map(str, solved.get("solver_problems", ())))


def _pinned(package: Mapping[str, Any]) -> str:
    url, digest = package.get("url"), package.get("sha256")
    if not url or not digest:
        raise LookupBroken(f"it gives no URL or no sha256 of {package.get('name')}")
    return f"{url}#sha256:{digest}\n"
