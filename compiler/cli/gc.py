"""`flowc gc`: removes what no run of a datastore refers to."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from compiler.cli.console import show, wants_colour
from compiler.cli.options import color_option, traceback_option
from compiler.cli.places import (
    complete_flow_name,
    datastore_option,
    demand_flow,
    json_option,
    open_datastore,
    plain_errors,
    show_json,
)

if TYPE_CHECKING:
    from runtime_shim.store import Store


def _seconds(_ctx: click.Context, _param: click.Parameter, value: str) -> int:
    """A callback: a duration such as `24h`."""
    from compiler.quantities import QuantityError, parse_duration

    try:
        return parse_duration(value)
    except QuantityError as error:
        raise click.BadParameter(f"{error.problem}: {error.hint}") from None


@click.command("gc", short_help="Remove what no run refers to.")
@click.argument("flows", metavar="[FLOW]...", nargs=-1, shell_complete=complete_flow_name)
@click.option("--delete", is_flag=True, help="Remove it. Without this nothing is changed.")
@click.option(
    "--grace",
    metavar="DURATION",
    default="24h",
    show_default=True,
    callback=_seconds,
    help="Leave alone what is younger than this.",
)
@click.option(
    "--packages",
    is_flag=True,
    help="Also code packages and package environments that no run has used.",
)
@datastore_option
@json_option
@color_option
@traceback_option
def command(
    flows: tuple[str, ...],
    delete: bool,
    grace: int,
    packages: bool,
    datastore: str | None,
    form: str,
    color: str,
) -> None:
    """Find the artifacts that no run refers to any more, and remove them with --delete.

    What runs share is stored once, so a run that is deleted leaves its artifacts behind.
    A flow is left alone while one of its runs is not over, and where a record of a run
    cannot be read. A run that nothing says the end of counts as over when it has left
    nothing for the time of --grace: let that be longer than a task takes.

    With --packages, mind what is deployed: a spec that has not run yet needs its code
    package, and `flowc upload` brings it back.

    \b
    Examples:
      flowc gc
      flowc gc --delete
      flowc gc TrainFlow --grace 7d --delete --datastore s3://bucket/flows

    \b
    Exit codes:
      0  fine; also where a flow was left alone because of a run
      1  a record cannot be read, or something cannot be removed
    """
    from compiler.cli.gc_text import facts, in_words
    from compiler.cli.progress import counting
    from compiler.datastore.drafts import remove_drafts
    from compiler.datastore.garbage import collect
    from compiler.datastore.references import InUse
    from compiler.diagnostics.render.terminal import plain

    store, oldest = open_datastore(datastore), time.time() - grace
    with plain_errors():
        names = _flows(store, flows)
        with counting("objects looked at", wanted=form == "text") as told:
            drafts = remove_drafts(store, oldest, delete=delete)
            found = [
                collect(store, flow, oldest, told, packages=packages, delete=delete)
                for flow in names
            ]
    if form == "json":
        show_json(facts(store.root, found, drafts, delete))
    else:
        show(in_words(found, drafts, delete, wants_colour(color, sys.stdout)))
    for one in found:
        if one.problem is not None:
            more = "more " if one.removed.count else ""
            show(plain(f"{one.flow}: nothing {more}is removed. {one.problem}") + "\n", err=True)
    if any(one.problem is not None and not isinstance(one.problem, InUse) for one in found):
        click.get_current_context().exit(1)


def _flows(store: Store, named: tuple[str, ...]) -> list[str]:
    from compiler.datastore.garbage import flows_with_objects

    known = flows_with_objects(store)
    for name in named:
        demand_flow(store, name, known, "nothing")
    return list(dict.fromkeys(named)) or known
