"""`flowc check`: tells what is wrong with a flow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from compiler.cli.console import locate_from, show, show_diagnostics
from compiler.cli.options import flow_argument, max_loop_option, settings_options, target_option
from compiler.cli.settings import check_configs, check_max_loop, read_options, usage_errors

if TYPE_CHECKING:
    from compiler.pipeline import Checked


@click.command("check", short_help="Tell what is wrong with a flow.")
@flow_argument
@target_option(help="Also check what this target cannot do, such as argo.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="For people, for scripts, for code hosts, for GitHub Actions.",
)
@max_loop_option
@settings_options
def command(flow: str, target: str | None, form: str, color: str, **options: Any) -> None:
    """Tell what is wrong with a flow, all of it in one run, and write nothing.

    Without a target that is what any cluster would refuse, of the packages that @pypi and @conda
    ask for and of the files that the tasks bring along, too; nothing is looked up. With
    --target local it is only what a run on this machine needs.

    The exit code is 1 where the flow has errors; warnings and notes leave it at 0.

    \b
    Examples:
      flowc check train.py
      flowc check flows.py:TrainFlow --target argo
      flowc check train.py --format sarif > flowc.sarif
    """
    from compiler.pipeline import check_flow

    check_max_loop(target, options)
    with usage_errors():
        checked = check_flow(flow, target, read_options(flow, options))
    check_configs(checked, options)
    if form == "text":
        show_diagnostics(flow, checked, checked.report.diagnostics, color, err=False)
    else:
        show(_render(checked, form))
    if checked.report.failed:
        click.get_current_context().exit(1)


def _render(checked: Checked, form: str) -> str:
    diagnostics = checked.report.diagnostics
    locate = locate_from(checked.project)
    if form == "json":
        from compiler.diagnostics.render.json import render_json

        return render_json(diagnostics, locate=locate)
    if form == "github":
        from compiler.diagnostics.render.github import render_github

        return render_github(diagnostics, locate=locate)
    from compiler.diagnostics.render.sarif import render_sarif
    from compiler.version import VERSION

    return render_sarif(diagnostics, version=VERSION, locate=locate)
