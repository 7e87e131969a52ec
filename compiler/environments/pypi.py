"""Packages of PyPI, resolved by uv."""

from __future__ import annotations

import os
import shutil
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from compiler.environments.request import Request
from compiler.environments.tools import ResolverMissing, Unresolvable, in_one_line, run_tool

_OPTIONS = (
    "--quiet",
    "--color=never",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    # One lock for every machine that the flow runs on.
    "--universal",
    # A source distribution is built with whatever the build asks for, which nothing pins.
    "--no-build",
    "--no-python-downloads",
)


def resolve_pypi(request: Request, folder: Path) -> str:
    """Every package with its version and the digests of its files, as pip's requirements.

    Indexes are those that uv's own variables and files of configuration name, seen from the
    folder. Raises `ResolverMissing` and `Unresolvable`.
    """
    command = (_uv(), "pip", "compile", *_OPTIONS, "--python-version", request.python, "-")
    text = "".join(f"{package}\n" for package in request.packages)
    done = run_tool(command, folder=folder, environment=os.environ, text=text)
    if done.returncode:
        raise Unresolvable(in_one_line(done.stderr) or f"uv ended with {done.returncode}")
    return done.stdout


def _uv() -> str:
    if find_spec("uv") is not None:
        return str(import_module("uv").find_uv_bin())
    found = shutil.which("uv")
    if found is None:
        raise ResolverMissing
    return found
