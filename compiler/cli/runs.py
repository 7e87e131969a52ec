"""`flowc runs`: lists the runs of a datastore."""

from __future__ import annotations

import sys
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
    from compiler.runs.status import RunStatus
    from runtime_shim.errors import FlowcError
    from runtime_shim.run_record import RunRecord
    from runtime_shim.store import Store


@click.command("runs", short_help="List the runs.")
@click.argument("flow", metavar="[FLOW]", required=False, shell_complete=complete_flow_name)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    metavar="N",
    help="The newest N.",
)
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Runs with this tag. Repeatable.")
@click.option("--namespace", metavar="NAME", help="Runs of this namespace, such as user:ann.")
@click.option("--all-namespaces", is_flag=True, help="Runs of all namespaces, not only your own.")
@datastore_option
@json_option
@color_option
@traceback_option
def command(
    flow: str | None,
    limit: int,
    tags: tuple[str, ...],
    namespace: str | None,
    all_namespaces: bool,
    datastore: str | None,
    form: str,
    color: str,
) -> None:
    """List the runs of a flow, or of all flows, newest first.

    A run is running, succeeded, failed or interrupted; it died where the process that
    scheduled it was killed. What another scheduler runs is unknown until it succeeds.

    \b
    Examples:
      flowc runs
      flowc runs TrainFlow --tag nightly --limit 5
      flowc runs --format json
    """
    from functools import partial

    from compiler.cli.human import tags_text
    from compiler.diagnostics.render.terminal import plain
    from runtime_shim.identity import own_namespace
    from runtime_shim.store.together import together

    store = open_datastore(datastore)
    wanted = None if all_namespaces else namespace or own_namespace()
    with plain_errors():
        unreadable: dict[str, FlowcError] = {}
        records = _records(store, flow, unreadable)
        found = [one for one in records if set(tags) <= {*one.tags, *one.system_tags}]
        inside = [one for one in found if one.is_in(wanted)]
        shown = inside[:limit]
        statuses = together(store, partial(_status, store), shown)
        rows = list(zip(shown, statuses, strict=True))
    if form == "json":
        from compiler.cli.show_json import run_facts

        show_json([run_facts(record, status) for record, status in rows])
    elif rows:
        show(_table(rows, wants_colour(color, sys.stdout)))
    if records and not found:
        word = "tag" if len(tags) == 1 else "tags"
        show(f"There is no run with the {word} {tags_text(tags)}.\n", err=True)
    _say_what_is_left_out(store, len(inside) - len(rows), len(found) - len(inside), not records)
    for error in unreadable.values():
        show(f"left out: {plain(str(error))}\n", err=True)


def _records(store: Store, flow: str | None, unreadable: dict[str, FlowcError]) -> list[RunRecord]:
    from compiler.runs.places import flows_of, records_of

    if flow is not None:
        demand_flow(store, flow, flows_of(store), "no runs")
    return records_of(store, flow, unreadable)


def _status(store: Store, record: RunRecord) -> RunStatus:
    from compiler.runs.status import run_status
    from runtime_shim.history import History

    return run_status(History(store, record.flow, record.run), record)


def _say_what_is_left_out(store: Store, older: int, others: int, empty: bool) -> None:
    if empty:
        show(f"There are no runs in the datastore {store.root}.\n", err=True)
    if older:
        show(f"{older} older: --limit shows more.\n", err=True)
    if others:
        show(f"{others} in other namespaces: --all-namespaces shows them.\n", err=True)


def _table(rows: list[tuple[RunRecord, RunStatus]], colour: bool) -> str:
    from compiler.cli.human import Cell, duration, moment, state, table, tags_text
    from compiler.runs.status import seconds_of

    cells: list[list[Cell]] = [["FLOW", "RUN", "STATUS", "STARTED", "DURATION", "USER", "TAGS"]]
    for record, status in rows:
        cells.append(
            [
                record.flow,
                record.run,
                state(status.word),
                moment(record.created),
                duration(seconds_of(record, status)),
                record.user,
                tags_text(record.tags),
            ]
        )
    return table(cells, colour)
