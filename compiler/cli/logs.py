"""`flowc logs`: what tasks printed."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from compiler.cli.console import show, wants_colour
from compiler.cli.options import color_option, traceback_option
from compiler.cli.places import datastore_option, find, pathspec_argument, plain_errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from compiler.runs.logs import LogReader, TaskLine
    from compiler.runs.places import Place

_POLL_SECONDS = 0.5
_POLL_REMOTE_SECONDS = 2.0


@click.command("logs", short_help="Print what tasks wrote.")
@pathspec_argument
@click.option("--stdout", "only", flag_value="stdout", help="Standard output alone.")
@click.option("--stderr", "only", flag_value="stderr", help="Standard error alone.")
@click.option(
    "--attempt",
    type=click.IntRange(min=0),
    metavar="N",
    help="Attempt N alone, from 0. By default all; of a single task the last one.",
)
@click.option("--timestamps", is_flag=True, help="Begin each line with its time.")
@click.option("--follow", "-f", is_flag=True, help="Go on until the run ends.")
@datastore_option
@color_option
@traceback_option
def command(
    pathspec: str,
    only: str | None,
    attempt: int | None,
    timestamps: bool,
    follow: bool,
    datastore: str | None,
    color: str,
) -> None:
    """Print what the tasks of a run, of a step, or one task wrote, in the order of time.

    Where there may be several tasks, each line begins with the step, the task and, from
    the second on, the attempt. Without an argument it is the newest run.

    \b
    Examples:
      flowc logs
      flowc logs TrainFlow/latest/train --stderr
      flowc logs 1717171717000000/train/3 --attempt 0
      flowc logs --follow
    """
    from compiler.runs.logs import LogReader

    place = find(datastore, pathspec)
    single = place.task is not None
    reader = LogReader(place.history, attempt, last=single and attempt is None and not follow)
    colour = wants_colour(color, sys.stdout)

    def write(one: TaskLine) -> None:
        if only in (None, one.line.stream):
            show(_line(one, single, timestamps, colour))

    with plain_errors():
        if follow:
            _follow(place, reader, write)
        else:
            for one in reader.read(place.tasks):
                write(one)
        if attempt is not None:
            _check_attempt(place, attempt)


def _follow(place: Place, reader: LogReader, write: Callable[[TaskLine], None]) -> None:
    from compiler.runs.status import RUNNING, run_status

    while True:
        # Asked before the logs are read: what came until the end is then printed, too.
        running = run_status(place.history, place.record).word == RUNNING
        for one in reader.read(place.tasks):
            write(one)
        sys.stdout.flush()
        if not running:
            return
        is_remote = place.history.store.is_remote
        time.sleep(_POLL_REMOTE_SECONDS if is_remote else _POLL_SECONDS)


def _check_attempt(place: Place, wanted: int) -> None:
    """Tells apart an attempt that printed nothing from one that there is not."""
    from compiler.runs.tasks import read_task

    views = (read_task(place.history, task, is_running=False) for task in place.tasks)
    numbers = {attempt.number for view in views for attempt in view.attempts}
    if wanted not in numbers:
        known = f"the last is {max(numbers)}" if numbers else "there is none yet"
        raise click.UsageError(
            f"{place.pathspec} has no attempt {wanted}; they count from 0, and {known}",
            click.get_current_context(),
        )


def _line(one: TaskLine, single: bool, timestamps: bool, colour: bool) -> str:
    from compiler.cli.human import iso

    when = f"{iso(one.line.when)} " if timestamps else ""
    prefix, text = (when, one.line.text) if single else (f"{when}{_name(one)} | ", _plain(one))
    if not colour:
        return f"{prefix}{text}\n"
    text = click.style(text, fg="yellow") if one.line.stream == "stderr" else text
    return f"{click.style(prefix, dim=True)}{text}\n" if prefix else f"{text}\n"


def _name(one: TaskLine) -> str:
    return f"{one.task} #{one.attempt}" if one.attempt else str(one.task)


def _plain(one: TaskLine) -> str:
    """The text without what would move the cursor or colour what follows."""
    from compiler.cli.run_text import without_controls

    return without_controls(one.line.text)
