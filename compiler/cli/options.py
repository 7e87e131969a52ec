"""Arguments and options that more than one command takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from compiler.cli import values

Command = TypeVar("Command", bound=Callable[..., Any])


def _remember(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """A callback that keeps an option's value for whoever finishes the run."""

    def remember(ctx: click.Context, _option: click.Parameter, value: Any) -> None:
        if value:
            ctx.meta[f"flowc.{name}"] = value

    return remember


traceback_option = click.option(
    "--traceback",
    is_flag=True,
    expose_value=False,
    callback=_remember("traceback"),
    envvar="FLOWC_TRACEBACK",
    help="Show the traceback of a mistake of flowc's own.",
)

color_option = click.option(
    "--color",
    type=click.Choice(["always", "never", "auto"]),
    default="auto",
    show_default=True,
    help="When to colour diagnostics; auto heeds NO_COLOR and FORCE_COLOR.",
)

flow_argument = click.argument(
    "flow",
    metavar="FLOW[:CLASS]",
    callback=values.flow_path,
    shell_complete=values.complete_flow,
)


def target_option(*, help: str, required: bool = False) -> Callable[[Command], Command]:  # noqa: A002
    """`--target`, whose names are only looked up when it is used."""
    return click.option(
        "--target",
        metavar="TARGET",
        required=required,
        shell_complete=values.complete_target,
        help=help,
    )


_env = click.option(
    "--env",
    metavar="NAME[=VALUE]",
    multiple=True,
    callback=values.environment_names,
    help="Let the flow read this environment variable while it is compiled. Repeatable.",
)
_config = click.option(
    "--config",
    "configs",
    metavar="NAME=FILE",
    multiple=True,
    callback=values.config_files,
    help="Read the flow's Config of that name from this file. Repeatable.",
)
_config_value = click.option(
    "--config-value",
    "config_values",
    metavar="NAME=VALUE",
    multiple=True,
    callback=values.assignments,
    help="Take this, such as JSON, for what the Config's file would hold. Repeatable.",
)
_branch = click.option("--branch", metavar="NAME", help="Branch of a flow with @project.")
_production = click.option(
    "--production", is_flag=True, default=None, help="Compile for the production branch."
)
_set = click.option(
    "--set",
    "tables",
    metavar="KEY=VALUE",
    multiple=True,
    callback=values.setting_tables,
    help="Any setting of flowc.toml, such as argo.parallelism=20. Repeatable.",
)
_SETTINGS = (
    click.option("--image", metavar="IMAGE", help="Image of steps that name none."),
    click.option("--datastore", metavar="URL", help="Root of the datastore, as tasks reach it."),
    click.option("--namespace", metavar="NAME", help="Kubernetes namespace."),
    click.option("--service-account", metavar="NAME", help="Kubernetes service account."),
    click.option("--queue", metavar="NAME", help="AWS Batch queue of steps that name none."),
    _env,
    click.option(
        "--label",
        "labels",
        metavar="KEY=VALUE",
        multiple=True,
        callback=values.assignments,
        help="Label what is compiled. Repeatable.",
    ),
    _config,
    _config_value,
    _branch,
    _production,
    _set,
)


max_loop_option = click.option(
    "--max-loop",
    metavar="N",
    type=click.IntRange(min=1),
    help="How many turns of a loop an Airflow DAG has.",
)


def settings_options(command: Command) -> Command:
    """Adds an option for what the project's settings decide; `read_options` takes them."""
    return _with_options(command, (*_SETTINGS, color_option, traceback_option))


def reading_options(command: Command) -> Command:
    """Like `settings_options`, but only what decides how the flow reads, wherever it runs."""
    reading = (_config, _config_value, _branch, _production, _env, _set)
    return _with_options(command, (*reading, color_option, traceback_option))


def _with_options(command: Command, options: Sequence[Callable[[Command], Command]]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command
