"""`flowc status`: tells of the runs of a deployed flow."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from compiler.cli.console import show, wants_colour
from compiler.cli.deployments import deploy_errors, deploy_target_option, deployed_flow
from compiler.cli.options import flow_argument, reading_options
from compiler.cli.places import json_option, show_json
from compiler.cli.settings import read_options, usage_errors

if TYPE_CHECKING:
    from compiler.backends.deployer import DeployedRun, RunFailure


@click.command("status", short_help="Tell how the runs of a deployed flow are.")
@flow_argument
@click.argument("run", metavar="[RUN]", required=False)
@deploy_target_option
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help="The newest N.",
)
@json_option
@reading_options
def command(
    flow: str,
    run: str | None,
    target: str,
    limit: int,
    form: str,
    color: str,
    **options: Any,
) -> None:
    """List the runs of a flow where it is deployed, newest first, with the scheduler's word for
    their status; or tell of one run, by its id, also what of it failed and why.

    What its tasks did and made is in the datastore: flowc show, flowc logs, flowc artifacts.

    \b
    Examples:
      flowc status train.py --target stepfunctions --limit 5
      flowc status train.py sfn-20250301-060000-1f9a2b --target stepfunctions
    """
    with usage_errors():
        settings = read_options(flow, options)
    _, deployer = deployed_flow(flow, settings, color, options, target)
    with deploy_errors():
        if run is None:
            runs, failure = deployer.runs(limit), None
        else:
            one, failure = deployer.run(run)
            runs = [one]
    if form == "json":
        found = [_facts(one) for one in runs]
        show_json(found if run is None else {**found[0], "failure": _failure_facts(failure)})
        return
    if runs:
        from compiler.cli.human import Cell, duration, moment, state, table

        rows: list[list[Cell]] = [["RUN", "STATUS", "STARTED", "DURATION"]]
        rows += [
            [one.run, state(one.status.lower()), moment(one.started), duration(_seconds(one))]
            for one in runs
        ]
        show(table(rows, wants_colour(color, sys.stdout)))
    else:
        show(f"There are no runs of {deployer.name}.\n", err=True)
    if failure is not None:
        show(_explained(failure))


def _seconds(run: DeployedRun) -> float | None:
    return None if run.ended is None else run.ended - run.started


def _explained(failure: RunFailure) -> str:
    from compiler.diagnostics.render.terminal import plain

    lines = [f"\nfailed in  {failure.where or 'no state'}", f"error      {failure.error}"]
    lines += [f"cause      {failure.cause}"] if failure.cause else []
    lines += [f"log        {failure.log}"] if failure.log else []
    return "\n".join(map(plain, lines)) + "\n"


def _facts(run: DeployedRun) -> dict[str, Any]:
    from compiler.cli.human import iso

    return {
        "run": run.run,
        "status": run.status,
        "started": iso(run.started),
        "ended": iso(run.ended),
    }


def _failure_facts(failure: RunFailure | None) -> dict[str, Any] | None:
    if failure is None:
        return None
    return {
        "where": failure.where,
        "error": failure.error,
        "cause": failure.cause,
        "log": failure.log,
    }
