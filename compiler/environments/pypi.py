"""Packages of PyPI, resolved by uv."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from compiler.environments.request import Request
from compiler.environments.tools import LookupBroken, Unresolvable, in_one_line, run_tool

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
    # uv needs some interpreter to resolve for any, and may find a broken one.
    "--python",
    sys.executable,
)


_NO_SOLUTION = 1
"""What uv exits with where no versions go together; 2 where it came to no answer."""


def resolve_pypi(uv: str, request: Request, folder: Path) -> str:
    """Every package with its version and the digests of its files, as pip's requirements.

    Indexes are those that uv's own variables and files of configuration name, seen from the
    folder. Raises `Unresolvable` and `LookupBroken`.
    """
    command = (uv, "pip", "compile", *_OPTIONS, "--python-version", request.python, "-")
    text = "".join(f"{package}\n" for package in request.packages)
    done = run_tool(command, folder=folder, environment=os.environ, text=text)
    if done.returncode:
        problem = in_one_line(done.stderr) or f"uv ended with {done.returncode}"
        raise (Unresolvable if done.returncode == _NO_SOLUTION else LookupBroken)(problem)
    return done.stdout
