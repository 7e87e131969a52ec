"""`flowc show`: what became of a run, a step or a task."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from compiler.cli.console import show, wants_colour
from compiler.cli.options import color_option, traceback_option
from compiler.cli.places import datastore_option, find, json_option, pathspec_argument, plain_errors

if TYPE_CHECKING:
    from compiler.runs.places import Place
    from compiler.runs.status import RunStatus
    from compiler.runs.tasks import TaskView
    from runtime_shim.manifest import TaskId


@click.command("show", short_help="Show what became of a run.")
@pathspec_argument
@datastore_option
@json_option
@color_option
@traceback_option
def command(pathspec: str, datastore: str | None, form: str, color: str) -> None:
    """Show how the tasks of a run stand, of one of its steps, or all of one task.

    Without an argument it is the newest run. A run is named by its id, by the beginning or
    the end of it where that is enough, or as `latest`. A task is done, reused (resume took
    it from an earlier run), caught (it failed, and @catch went on), failed, running, stopped
    (its run ended first) or pending (nothing is known but that it is next).

    \b
    Examples:
      flowc show
      flowc show TrainFlow/latest/train
      flowc show 1717171717000000 --format json
    """
    from compiler.cli import show_json as json_form
    from compiler.cli import show_text

    place = find(datastore, pathspec)
    with plain_errors():
        status, views = _read(place)
    if form == "json":
        show(json_form.render(place, status, views))
        return
    colour = wants_colour(color, sys.stdout)
    show(show_text.render(place, status, views, datastore, colour))


def _read(place: Place) -> tuple[RunStatus, list[TaskView]]:
    from compiler.runs.status import RUNNING, run_status
    from compiler.runs.tasks import PENDING, read_task
    from runtime_shim.store.together import together

    status = run_status(place.history, place.record)
    running = status.word == RUNNING

    def read(task: TaskId) -> TaskView:
        return read_task(place.history, task, running)

    views = together(place.history.store, read, place.tasks)
    # Where the run is over, nobody waits for a task that never began.
    return status, [view for view in views if running or view.state != PENDING]
