"""`python -m tests.engines.cluster`: builds, starts and ends the cluster."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from tests.engines.cluster import cluster
from tests.engines.cluster.daemons import running
from tests.engines.cluster.places import LOGS
from tests.engines.cluster.problems import ClusterError


def _status() -> None:
    for daemon in running():
        click.echo(f"{'runs ' if daemon.alive else 'ended'}  {daemon.pid:7}  {daemon.name}")
    click.echo(f"up, with logs in {LOGS}" if cluster.is_up() else "not up")


_COMMANDS: dict[str, Callable[[], None]] = {
    "build": cluster.build,
    "up": cluster.up,
    "down": cluster.down,
    "status": _status,
}


@click.command()
@click.argument("command", type=click.Choice(list(_COMMANDS)))
def main(command: str) -> None:
    """Builds the programs, brings the cluster up, ends it, or tells what of it runs."""
    try:
        _COMMANDS[command]()
    except ClusterError as error:
        raise click.ClickException(str(error)) from None


if __name__ == "__main__":
    sys.exit(main())
