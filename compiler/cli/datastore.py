"""`flowc datastore`: looks after a datastore itself, whatever is in it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from compiler.cli.console import show, wants_colour
from compiler.cli.options import color_option, traceback_option
from compiler.cli.places import json_option, open_datastore, plain_errors, show_json

if TYPE_CHECKING:
    from compiler.datastore.check import Check, Outcome


@click.group("datastore", short_help="Check whether a datastore works.")
def command() -> None:
    """Look after a datastore itself."""


@command.command("check", short_help="Try what a run needs of a datastore.")
@click.argument("url", metavar="[URL]", required=False)
@json_option
@color_option
@traceback_option
def check_command(url: str | None, form: str, color: str) -> None:
    """Try in a datastore, each once, the operations that a run needs, and tell which
    permission is missing for those that are denied.

    URL is a folder, s3://BUCKET/FOLDER, gs://BUCKET/FOLDER or az://CONTAINER/FOLDER; by
    default FLOWC_DATASTORE, else .flowc as for `flowc run`. Compiled flows use the setting
    `datastore`, and the credentials of their pods: check that URL, from where those are.

    A few objects, 40 MB together, are stored in a folder of their own and removed again.

    \b
    Examples:
      flowc datastore check
      flowc datastore check s3://bucket/flows
      flowc datastore check gs://bucket/flows --format json

    \b
    Exit codes:
      0  all of it works
      1  something does not
    """
    from compiler.datastore.check import check

    store = open_datastore(url)
    with plain_errors():
        found = check(store)
    if form == "json":
        show_json(_facts(store.root, found))
    else:
        show(_in_words(store.root, found, wants_colour(color, sys.stdout)))
    if not found.works:
        click.get_current_context().exit(1)


def _facts(root: str, found: Check) -> dict[str, Any]:
    return {
        "datastore": root,
        "works": found.works,
        "operations": [
            {
                "operation": one.operation,
                "state": one.state,
                "permission": one.permission,
                "seconds": one.seconds,
                "message": one.message,
            }
            for one in found.outcomes
        ],
        "left": list(found.left),
    }


def _in_words(root: str, found: Check, colour: bool) -> str:
    """A table of the operations; below it what is wrong with those that do not work."""
    from compiler.cli.human import Cell, duration, state, table
    from compiler.diagnostics.render.terminal import plain

    header: list[Cell] = ["OPERATION", "RESULT", "TIME", "PERMISSION"]
    rows = [
        [one.operation, state(one.state), duration(one.seconds), one.permission]
        for one in found.outcomes
    ]
    lines = [table([header, *rows], colour, right=[2])]
    lines += [f"\n{plain(_explained(one))}\n" for one in found.outcomes if one.is_wrong]
    if found.left:
        lines.append(f"\nThis is left in {plain(root)}: {', '.join(map(plain, found.left))}.\n")
    return "".join(lines)


def _explained(outcome: Outcome) -> str:
    missing = f" Missing: {outcome.permission}." if outcome.state == "denied" else ""
    return f"{outcome.operation}: {outcome.message}{missing}"
