"""`flowc trigger`: starts a run of a deployed flow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from compiler.cli import values
from compiler.cli.deployments import deploy_errors, deploy_target_option, deployed_flow
from compiler.cli.options import flow_argument, reading_options
from compiler.cli.places import json_option, show_json
from compiler.cli.settings import read_options, usage_errors

if TYPE_CHECKING:
    from compiler.ir.flow import Flow


@click.command("trigger", short_help="Start a run of a deployed flow.")
@flow_argument
@deploy_target_option
@click.option(
    "--param",
    "parameters",
    metavar="NAME=VALUE",
    multiple=True,
    callback=values.assignments,
    help="The value of a parameter. Repeatable.",
)
@json_option
@reading_options
def command(
    flow: str,
    target: str,
    parameters: dict[str, str],
    form: str,
    color: str,
    **options: Any,
) -> None:
    """Start a run of a flow where it is deployed, and print the run's id.

    What runs is what was deployed last, not the file as it is now; that only tells which
    deployment it is, and which parameters there are. Parameters that are not given have their
    default.

    \b
    Examples:
      flowc trigger train.py --target stepfunctions
      flowc trigger train.py --target stepfunctions --param alpha=0.3 --param mode=fast
    """
    with usage_errors():
        settings = read_options(flow, options)
    read, deployer = deployed_flow(flow, settings, color, options, target)
    _check(read, parameters)
    with deploy_errors():
        run = deployer.trigger(parameters)
    if form == "json":
        show_json({"flow": read.name, "target": target, "run": run})
    else:
        click.echo(run)


def _check(flow: Flow, given: Mapping[str, str]) -> None:
    """Raises `UsageError` for what the run's first task would stumble over."""
    from compiler.cli.run_parameters import ParameterOption
    from compiler.diagnostics.diagnostic import did_you_mean

    context = click.get_current_context()
    known = {parameter.name: parameter for parameter in flow.parameters}
    for name, text in given.items():
        if name not in known:
            hint = did_you_mean(name, tuple(known)) or f"; it has {', '.join(known) or 'none'}"
            raise click.UsageError(f"the flow has no parameter `{name}`{hint}", context)
        option = ParameterOption(known[name], ())
        option.type.convert(text, option, context)
    missing = [name for name, one in known.items() if one.required and name not in given]
    if missing:
        needed = " ".join(f"--param {name}=..." for name in missing)
        raise click.UsageError(f"the flow cannot run without {needed}", context)
