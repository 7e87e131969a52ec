"""Looking up packages, which takes time and is therefore told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from compiler.cli.console import from_here
from compiler.environments.locking import Locking, Policy

if TYPE_CHECKING:
    from pathlib import Path

    from compiler.environments.request import Request


def telling(flow: str, policy: Policy, *, quiet: bool = False) -> Locking:
    """A policy for locks that says on stderr which packages are looked up, and what is written."""
    return Locking(flow, policy) if quiet else Locking(flow, policy, _tell_packages, _tell_lock)


def _tell_packages(request: Request) -> None:
    asked = list(request.packages)
    if not asked and request.manager == "conda":
        asked.append(f"Python {request.python}")  # which uv has no need to look up
    if asked:
        click.echo(f"looking up {', '.join(asked)}", err=True)


def _tell_lock(file: Path) -> None:
    click.echo(f"wrote {from_here(file)}", err=True)
