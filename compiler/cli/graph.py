"""`flowc graph`: draws a flow."""

from __future__ import annotations

from typing import Any

import click

from compiler.cli.console import show, show_diagnostics
from compiler.cli.options import flow_argument, settings_options
from compiler.cli.settings import check_configs, read_options, usage_errors


@click.command("graph", short_help="Draw a flow as Mermaid or DOT, or tell its steps.")
@flow_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(["mermaid", "dot", "text"]),
    default="mermaid",
    show_default=True,
    help="mermaid for Markdown pages, dot for Graphviz, text for the steps in words.",
)
@settings_options
def command(flow: str, form: str, color: str, **options: Any) -> None:
    """Print the graph of a flow, with a box around each foreach, gang and loop.

    \b
    Examples:
      flowc graph train.py
      flowc graph train.py --format dot | dot -Tsvg > train.svg
      flowc graph train.py --format text
    """
    from compiler.pipeline import read_program

    with usage_errors():
        checked = read_program(flow, read_options(flow, options))
    check_configs(checked, options)
    if checked.program is None:
        show_diagnostics(flow, checked, checked.report.errors, color)
        click.get_current_context().exit(1)
    if form == "dot":
        from compiler.graph_text.dot import dot

        show(dot(checked.program))
    elif form == "text":
        from compiler.graph_text.outline import outline

        show(outline(checked.program))
    else:
        from compiler.graph_text.mermaid import mermaid

        show(mermaid(checked.program))
