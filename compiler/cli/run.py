"""`flowc run`: runs a flow on this machine."""

from __future__ import annotations

from typing import Any

import click

from compiler.cli import values
from compiler.cli.options import reading_options
from compiler.cli.run_options import run_options
from compiler.cli.run_reading import (
    FlowCommand,
    flow_before_options,
    parameter_options_of,
    read_flow_of,
)


@click.command("run", cls=FlowCommand, short_help="Run a flow on this machine.")
@click.argument(
    "flow",
    metavar="FLOW[:CLASS]",
    callback=flow_before_options,
    shell_complete=values.complete_flow,
)
@run_options
@reading_options
def command(color: str, quiet: bool, **options: Any) -> None:
    """Run a flow on this machine, and keep what it makes.

    The flow's parameters are options, too: `flowc run FLOW --help` lists them. Those that
    are not given are taken from METAFLOW_RUN_NAME in the environment, else from the flow.

    The exit code is 0 where the flow succeeded, 1 where a task failed, and 130 where the
    run was interrupted.

    Tasks run in the current folder. Modules come from the folder of the flow's file, from the
    root of its project and from the src in that, as in a container.

    \b
    Examples:
      flowc run train.py --help
      flowc run train.py --alpha 0.3 --max-workers 4
      flowc run train.py --tag nightly --run-id-file run.txt
      flowc run train.py --python .venv/bin/python --format json
    """
    from compiler.cli.run_parameters import given_texts
    from compiler.cli.run_start import start
    from compiler.cli.settings import check_configs

    ctx = click.get_current_context()
    read = read_flow_of(ctx)
    check_configs(read.checked, options)
    if not quiet:
        read.show_warnings()
    parameters = given_texts(parameter_options_of(ctx), options)
    ctx.exit(start(read, parameters, {**options, "color": color, "quiet": quiet}))
