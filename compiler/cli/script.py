"""`python -m compiler`, which is also what `python flow.py ...` becomes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from compiler.cli.console import from_here
from compiler.cli.main import cli
from compiler.cli.main import main as flowc

_COMMANDS = ("run", "resume", "check", "compile", "graph")
"""Those of flowc that take a flow."""
_INSTEAD = {
    "argo-workflows": "flowc compile {file} --target argo",
    "card": "flowc card {name}/RUN/STEP",
    "dump": "flowc artifacts {name}/RUN/STEP",
    "output-dot": "flowc graph {file} --format dot",
}
_READING = ("branch", "production", "config", "config-value")
"""Options that decide how a flow reads, whatever is done with it."""


def main() -> NoReturn:
    """The entry point of `python -m compiler`."""
    try:
        arguments = flowc_arguments(sys.argv[1:])
    except click.UsageError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.exceptions.Exit as end:
        sys.exit(end.exit_code)
    flowc(arguments)


def flowc_arguments(given: Sequence[str]) -> list[str]:
    """The arguments for `flowc`, in which a script's are spelled as Metaflow has them.

    Of a script the second one is `FILE:CLASS`, and the others are what it was called with:
    Metaflow's options of all commands, a command, and what belongs to that. Everything else
    stays as it is. Raises `UsageError`, and `Exit` once it has shown the help that was asked for.

    >>> flowc_arguments(["--no-pylint", "train.py:Train", "run", "--alpha", "3"])
    ['run', 'train.py:Train', '--alpha', '3']
    """
    if len(given) < 2 or not _is_flow(given[1]):
        return list(given)
    flow, words = str(from_here(Path(given[1]))), [given[0], *given[2:]]
    file, _, name = flow.rpartition(":")
    ctx = _script.make_context(file, words)
    command, *rest = ctx.params["words"] or ("help",)
    if ctx.params["version"] or command == "version":
        return ["--version"]
    if ctx.params["help"] or command == "help":
        click.echo(ctx.get_help())
        ctx.exit()
    if command == "show":  # the flow, as in Metaflow; flowc's own shows a run
        return ["graph", flow, "--format", "text", *_moved(ctx, _READING), *rest]
    if command == "logs":
        return ["logs", *_of_flow(rest, name), *_moved(ctx, ["datastore"])]
    if command not in _COMMANDS:
        raise click.UsageError(_unknown(command, file, name), ctx)
    own = [*_READING, "with", "datastore"]
    if command in ("run", "resume"):
        own += ["quiet", "environment"]
    return [command, flow, *_moved(ctx, own), *rest]


def _is_flow(text: str) -> bool:
    """Whether it is `FILE:CLASS`, as a script names itself."""
    file, _, name = text.rpartition(":")
    return name.isidentifier() and (file.endswith(".py") or (file != "" and Path(file).is_file()))


class _Script(click.Command):
    """Its help is about the script, and leaves what flowc has besides to flowc's."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        commands = {name: cli.get_command(ctx, name) for name in (*_COMMANDS, "logs")}
        rows = {name: one.get_short_help_str() for name, one in commands.items() if one}
        rows |= {
            "show": "Tell the steps, what they are for and where they lead.",
            "version": "Print the version of flowc.",
            "help": "Print this.",
        }
        with formatter.section("Commands"):
            formatter.write_dl(list(rows.items()))
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        records = [option.get_help_record(ctx) for option in options]
        with formatter.section("Options before the command"):
            formatter.write_dl([record for record in records if record])


@click.command(
    cls=_Script,
    add_help_option=False,
    context_settings={"allow_interspersed_args": False},
    epilog="`COMMAND --help` says more about a command, and `flowc --help` has others: "
    "`flowc show` shows a run.",
)
@click.option("--quiet/--not-quiet", help="Print only what tasks print, and what goes wrong.")
@click.option("--production", is_flag=True, help="The production branch of a flow with @project.")
@click.option("--branch", metavar="NAME", multiple=True, help="Another branch of it.")
@click.option("--with", "with", metavar="DECORATOR", multiple=True, help="Decorate all steps.")
@click.option(
    "--config", metavar="NAME FILE", multiple=True, nargs=2, help="Read a Config from this file."
)
@click.option(
    "--config-value", metavar="NAME VALUE", multiple=True, nargs=2, help="Take this for a Config."
)
@click.option(
    "--datastore-root", "datastore", metavar="FOLDER", multiple=True, help="Where runs are kept."
)
@click.option("-h", "--help", is_flag=True, help="Print this.")
@click.option("--version", is_flag=True, help="Print the version of flowc.")
@click.option(
    "--environment", metavar="KIND", multiple=True, help="pypi or conda: make them for steps."
)
# What has one meaning only on this machine.
@click.option("--datastore", "where", type=click.Choice(["local"]), hidden=True)
@click.option("--metadata", type=click.Choice(["local"]), hidden=True)
# What flowc has no use for.
@click.option("--pylint/--no-pylint", hidden=True)
@click.option("--package-suffixes", hidden=True)
@click.option("--event-logger", hidden=True)
@click.option("--monitor", hidden=True)
@click.argument("words", metavar="COMMAND [ARGS]...", nargs=-1, type=click.UNPROCESSED)
def _script(**_: object) -> None:
    """Run or compile the flow of this file with flowc.

    Metaflow's other options before the command (--metadata, --no-pylint and so on) are taken
    where they mean what flowc does anyway.
    """


def _moved(ctx: click.Context, names: Sequence[str]) -> list[str]:
    """Some of the options, as flowc's command spells them."""
    moved: list[str] = []
    for name in names:
        given = ctx.params[name.replace("-", "_")]
        if isinstance(given, bool):
            moved += [f"--{name}"] * given
            continue
        for value in given:
            moved += [f"--{name}", value if isinstance(value, str) else "=".join(value)]
    return moved


def _of_flow(words: Sequence[str], name: str) -> list[str]:
    """The arguments of `logs` with the flow's name before the run; without one, the newest.

    >>> _of_flow(["17/start", "--stderr"], "Train"), _of_flow([], "Train")
    (['Train/17/start', '--stderr'], ['Train'])
    """
    if not words or words[0].startswith(("-", f"{name}/")):
        return list(words) or [name]
    return [f"{name}/{words[0]}", *words[1:]]


def _unknown(command: str, file: str, name: str) -> str:
    if command in _INSTEAD:
        instead = _INSTEAD[command].format(file=file, name=name)
        return f"a flow has no command `{command}` under flowc; use `{instead}`"
    return f"a flow has no command `{command}`; it has {', '.join(_COMMANDS)}, show and logs"
