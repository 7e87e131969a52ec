"""The options that `flowc run` and `flowc resume` share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from compiler.cli import values

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--max-workers",
        metavar="N",
        type=click.INT,
        callback=values.positive,
        default=16,
        show_default=True,
        help="The most tasks at a time.",
    ),
    click.option(
        "--max-num-splits",
        metavar="N",
        type=click.INT,
        callback=values.positive,
        default=100,
        show_default=True,
        help="The widest foreach; a wider one fails the run.",
    ),
    click.option(
        "--tag",
        "tags",
        metavar="TEXT",
        multiple=True,
        callback=values.none_empty,
        help="Tag the run. Repeatable.",
    ),
    click.option(
        "--namespace",
        metavar="NAME",
        help="What the client in the tasks sees; empty for everything.  [default: user:YOU]",
    ),
    click.option(
        "--run-id-file",
        metavar="FILE",
        callback=values.new_file,
        help="Write the id of the run here as soon as it has one.",
    ),
    click.option(
        "--with",
        "additions",
        metavar="DECORATOR",
        multiple=True,
        help="Decorate all steps that are not yet, such as retry:times=2. Repeatable.",
    ),
    click.option(
        "--enforce",
        is_flag=True,
        help="Start a task only while the CPU, memory and GPUs it asks for are free.",
    ),
    click.option(
        "--no-retry-wait", is_flag=True, help="Retry at once, whatever @retry says of minutes."
    ),
    click.option(
        "--datastore",
        metavar="ROOT",
        callback=values.not_empty,
        help="Where the run is kept, a folder or a URL.  [default: FLOWC_DATASTORE, else .flowc in "
        "the project that the current folder is in, or in that folder]",
    ),
    click.option(
        "--python",
        metavar="PATH",
        callback=values.interpreter,
        help="The interpreter of the tasks.  [default: flowc's own]",
    ),
    click.option(
        "--environment",
        type=click.Choice(["local", "pypi", "conda"]),
        default="local",
        show_default=True,
        help="pypi or conda: steps with @pypi or @conda run in environments made from the locks "
        "of the project (`flowc lock`), the others as always. local: no environment is made.",
    ),
    click.option(
        "--api",
        type=click.Choice(["flowc", "installed"]),
        default="flowc",
        show_default=True,
        help="What `import metaflow` gives the flow: flowc's runtime, or the installed package, "
        "for what else the flow takes from it. FlowSpec itself must then come from `flowc`.",
    ),
    click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="For people, or one JSON object for each event and line.",
    ),
    click.option(
        "--max-log-size", hidden=True, expose_value=False, help="Metaflow's; output is kept whole."
    ),
    click.option(
        "--quiet", "-q", is_flag=True, help="Print only what tasks print, and what goes wrong."
    ),
)


def run_options(command: Command) -> Command:
    """Adds the options that decide how a flow runs; `Choices` takes them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
