"""How commands print: colours, the paths they show, a flow's diagnostics."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from compiler.diagnostics.diagnostic import Diagnostic
    from compiler.diagnostics.render.common import Locate
    from compiler.frontend.project import Project
    from compiler.pipeline import Checked


def wants_colour(choice: str, stream: TextIO) -> bool:
    """Whether to colour what goes to the stream, by `--color`, the environment, the stream."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(
        os.environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")
    ):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def show(text: str, *, err: bool = False) -> None:
    """Prints text that has its newline, and its colours where they are wanted."""
    click.echo(text, nl=False, err=err, color=True)


def show_diagnostics(
    flow: str, checked: Checked, diagnostics: Sequence[Diagnostic], color: str, *, err: bool = True
) -> None:
    """Prints diagnostics for people, and how many there are."""
    from compiler.diagnostics.render.common import summary
    from compiler.pipeline import split_flow

    if diagnostics:
        from compiler.diagnostics.render.text import render_text

        colour = wants_colour(color, sys.stderr if err else sys.stdout)
        locate = locate_from(checked.project)
        show(render_text(diagnostics, checked.sources, colour=colour, locate=locate), err=err)
    show(f"{summary(diagnostics, str(split_flow(flow)[0]))}\n", err=err)


def locate_from(project: Project) -> Locate:
    """Shows a file of the project as seen from the current folder; in full from outside."""
    return lambda file: from_here(Path(os.path.normpath(project.root / file))).as_posix()


def from_here(path: Path) -> Path:
    """An absolute path as seen from the current folder; in full from outside."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def command_line(datastore: str | None, *words: str) -> str:
    """A command of flowc over the datastore that an option named, for a shell.

    >>> command_line("my runs", "logs", "17")
    "flowc logs 17 --datastore 'my runs'"
    """
    named = ("--datastore", datastore) if datastore else ()
    return shlex.join(("flowc", *words, *named))
