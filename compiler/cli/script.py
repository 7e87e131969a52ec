"""`python -m compiler`, which is also what `python flow.py ...` becomes."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from compiler.cli.main import main as flowc

_COMMANDS = ("run", "resume", "check", "compile", "graph")
_INSTEAD = {
    "argo-workflows": "flowc compile {file} --target argo",
    "card": "flowc card {name}/RUN/STEP",
    "dump": "flowc artifacts {name}/RUN/STEP",
    "logs": "flowc logs {name}/RUN/STEP",
}


def main() -> NoReturn:
    """The entry point of `python -m compiler`."""
    try:
        arguments = flowc_arguments(sys.argv[1:])
    except click.UsageError as error:
        error.show()
        sys.exit(error.exit_code)
    flowc(arguments)


def flowc_arguments(given: Sequence[str]) -> list[str]:
    """The arguments for `flowc`, in which a script's are spelled as Metaflow has them.

    Of a script the second one is `FILE:CLASS`, and the others are what it was called with:
    Metaflow's options of all commands, a command, and what belongs to that. Everything else
    stays as it is. Raises `UsageError`.

    >>> flowc_arguments(["--no-pylint", "train.py:Train", "run", "--alpha", "3"])
    ['run', 'train.py:Train', '--alpha', '3']
    """
    if len(given) < 2 or re.search(r"\.py:\w+\Z", given[1]) is None:
        return list(given)
    flow, words = _from_here(given[1]), [given[0], *given[2:]]
    ctx = _script.make_context(flow.rpartition(":")[0], words)
    own, (command, *rest) = _moved(ctx), ctx.params["words"] or ("help",)
    if ctx.params["help"] or command == "help":
        return ["run", flow, "--help"]
    if command == "show":  # the flow, as in Metaflow; flowc's own shows a run
        return ["graph", flow, *rest]
    if command not in _COMMANDS:
        raise click.UsageError(_unknown(command, flow), ctx)
    return [command, flow, *own, *rest]


@click.command(add_help_option=False, context_settings={"allow_interspersed_args": False})
@click.option("-h", "--help", is_flag=True)
@click.option("--quiet/--not-quiet")
@click.option("--production", is_flag=True)
@click.option("--branch", multiple=True)
@click.option("--with", "with", multiple=True)
@click.option("--config", multiple=True, nargs=2)
@click.option("--config-value", multiple=True, nargs=2)
@click.option("--datastore-root", "datastore", multiple=True)
# What has one meaning only on this machine.
@click.option("--datastore", "where", type=click.Choice(["local"]))
@click.option("--metadata", type=click.Choice(["local"]))
@click.option("--environment", type=click.Choice(["local"]))
# What flowc has no use for.
@click.option("--pylint/--no-pylint")
@click.option("--package-suffixes")
@click.option("--event-logger")
@click.option("--monitor")
@click.argument("words", metavar="COMMAND [ARGS]...", nargs=-1, type=click.UNPROCESSED)
def _script(**_: object) -> None:
    """Metaflow's options of a script, which stand before the command."""


def _from_here(flow: str) -> str:
    """The flow as somebody in the current folder would name it."""
    path = Path(flow)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else flow


def _moved(ctx: click.Context) -> list[str]:
    """The options that go to flowc's command, as it spells them."""
    moved = [f"--{name}" for name in ("quiet", "production") if ctx.params[name]]
    for name in ("branch", "with", "datastore"):
        for value in ctx.params[name]:
            moved += [f"--{name}", value]
    for option in ("config", "config-value"):
        for name, value in ctx.params[option.replace("-", "_")]:
            moved += [f"--{option}", f"{name}={value}"]
    return moved


def _unknown(command: str, flow: str) -> str:
    file, _, name = flow.rpartition(":")
    if command in _INSTEAD:
        instead = _INSTEAD[command].format(file=file, name=name)
        return f"a flow has no command `{command}` under flowc; use `{instead}`"
    return f"a flow has no command `{command}`; it has run, resume, check and show"
