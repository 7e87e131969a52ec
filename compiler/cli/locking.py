"""Looking up packages, which takes time and is therefore told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from compiler.environments.locking import Locking, Policy

if TYPE_CHECKING:
    from compiler.environments.request import Request


def telling(policy: Policy, *, quiet: bool = False) -> Locking:
    """A policy for locks that says on stderr which packages are looked up."""
    return Locking(policy, None if quiet else _tell)


def _tell(request: Request) -> None:
    click.echo(f"looking up {', '.join(request.packages) or 'no packages'}", err=True)
