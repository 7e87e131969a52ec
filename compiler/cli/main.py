"""The group of commands, and what becomes of an exception that a command let through."""

from __future__ import annotations

import errno
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import NoReturn, TextIO

import click

from compiler.cli.options import traceback_option

INTERRUPTED = 130
"""128 and the number of SIGINT, as a shell reports it."""
PIPE_CLOSED = 141
"""128 and the number of SIGPIPE."""
CANNOT_WRITE = 74
"""EX_IOERR of sysexits.h."""

_OUTPUT_ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EBADF)
"""What is wrong with where the output goes, and not with flowc."""

_SECTIONS = {
    "Compile": ("check", "compile", "lock", "package", "upload", "image", "graph"),
    "Deploy": ("deploy", "trigger", "status"),
    "Run": ("run", "resume"),
    "Runs": ("runs", "show", "logs", "artifacts", "card"),
    "Datastore": ("datastore", "gc"),
    "More": ("explain", "schema", "completion"),
}
_COMMANDS = tuple(name for names in _SECTIONS.values() for name in names)


class Commands(click.Group):
    """Imports the module of a command when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands by what they are for."""
        for section, names in _SECTIONS.items():
            commands = [(name, self.get_command(ctx, name)) for name in names]
            with formatter.section(section):
                formatter.write_dl(
                    [(name, one.get_short_help_str()) for name, one in commands if one]
                )

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"compiler.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in _COMMANDS:
            from compiler.diagnostics.diagnostic import did_you_mean

            hint = did_you_mean(args[0], _COMMANDS)
            ctx.fail(f"there is no command `{args[0]}`{hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; a mistake of flowc's own ends in a request to report it."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except BrokenPipeError:
            _discard(sys.stdout)
            ctx.exit(PIPE_CLOSED)
        except Exception as error:
            if isinstance(error, OSError) and error.errno in _OUTPUT_ERRORS:
                raise
            from compiler.cli.internal_error import INTERNAL_ERROR, report_internal_error

            report_internal_error(error, show=bool(ctx.meta.get("flowc.traceback")))
            ctx.exit(INTERNAL_ERROR)


def _print_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from compiler.version import VERSION

        click.echo(f"flowc {VERSION}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and exit.",
)
@traceback_option
def cli() -> None:
    """Compile Metaflow flows for production schedulers, and run them on this machine.

    flowc reads a flow as text, tells what is wrong with it, and writes what a scheduler
    runs. It never imports the flow, so nothing that the flow needs has to be installed,
    but for the tasks of `flowc run`.

    \b
    Examples:
      flowc check train.py                     tell what is wrong
      flowc run train.py --alpha 0.3           run it here
      flowc resume                             go on with what failed
      flowc compile train.py --target argo     write build/argo/
      flowc explain FC101                      say more about a code

    \b
    Exit codes:
      0  fine                       3    compile --check found a difference
      1  the flow has errors,       70   a mistake of flowc's own
         a task failed, or the      74   the output cannot be written
         datastore cannot be used   130  interrupted
      2  wrong usage
    """


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and gives the exit code."""
    try:
        code = cli.main(arguments, prog_name="flowc", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        _tell(error.show)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:
        _discard(sys.stdout)
        return PIPE_CLOSED
    except OSError as error:
        if error.errno not in _OUTPUT_ERRORS:
            raise
        _discard(sys.stdout)
        reason = error.strerror
        _tell(lambda: click.echo(f"flowc: cannot write: {reason}", err=True))
        return CANNOT_WRITE
    return code if isinstance(code, int) else 0


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """The entry point of the `flowc` script."""
    _open_missing_streams()
    if isinstance(sys.stdout, TextIOWrapper):
        # A character that the terminal cannot show must not turn into a crash.
        sys.stdout.reconfigure(errors="backslashreplace")
    # Next to nothing here becomes garbage before the process ends. At Python's own pace the
    # collector would look through all of a large flow over and over: half of the time.
    gc.set_threshold(100_000, 20, 20)
    sys.exit(run(arguments))


def _open_missing_streams() -> None:
    """Has what is printed to a stream that was closed, as for a daemon, go nowhere.

    A file that is opened later could else get its number, and what is printed.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDWR)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            setattr(sys, name, open(number, "w" if number else "r"))  # noqa: PTH123, SIM115


def _tell(show: Callable[[], object]) -> None:
    """Has something printed to stderr, or nowhere where that cannot be written either."""
    try:
        show()
        sys.stderr.flush()
    except OSError:
        _discard(sys.stderr)


def _discard(stream: TextIO) -> None:
    """Keeps the interpreter from complaining, at its exit, of what cannot be written."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
