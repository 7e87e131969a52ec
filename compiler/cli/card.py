"""`flowc card`: lists the cards of tasks, writes or opens one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO

import click

from compiler.cli.console import show, wants_colour
from compiler.cli.options import color_option, traceback_option
from compiler.cli.places import (
    datastore_option,
    find,
    json_option,
    pathspec_argument,
    plain_errors,
    show_json,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compiler.runs.places import Place
    from runtime_shim.cards.reading import Card
    from runtime_shim.manifest import TaskId

    Found = list[tuple[TaskId, Card]]


@click.command("card", short_help="List, write or open the cards of tasks.")
@pathspec_argument
@click.option("--id", "identity", metavar="ID", help="The card of @card(id=ID).")
@click.option("--type", "kind", metavar="TYPE", help="The cards of @card(type=TYPE).")
@click.option(
    "--output", type=click.File("wb", lazy=True), metavar="FILE", help="Write the HTML to a file."
)
@click.option("--open", "opened", is_flag=True, help="Open it in the browser.")
@datastore_option
@json_option
@color_option
@traceback_option
def command(
    pathspec: str,
    identity: str | None,
    kind: str | None,
    output: BinaryIO | None,
    opened: bool,
    datastore: str | None,
    form: str,
    color: str,
) -> None:
    """List the cards of a run, a step or a task; with --output or --open take the only one.

    \b
    Examples:
      flowc card latest
      flowc card TrainFlow/latest/train --open
      flowc card latest/train/3 --id curves --output curves.html
    """
    place = find(datastore, pathspec)
    with plain_errors():
        found = list(_cards(place))
        cards = [
            (task, card)
            for task, card in found
            if identity in (None, card.id) and kind in (None, card.type)
        ]
        if found and not cards:
            raise click.UsageError(_not_among(place, found, identity, kind))
        if output is not None or opened:
            page = _only(place, cards).get().encode()
            _deliver(page, output, opened)
            return
    if form == "json":
        show_json([_facts(task, card) for task, card in cards])
    elif cards:
        show(_table(cards, wants_colour(color, sys.stdout)))
    else:
        show(f"{place.pathspec} has no card.\n", err=True)


def _cards(place: Place) -> Iterator[tuple[TaskId, Card]]:
    from compiler.runs.logs import where_it_ran
    from runtime_shim.cards.reading import find_cards
    from runtime_shim.store.together import together

    def cards_of(task: TaskId) -> list[Card]:
        home = where_it_ran(place.history, task)
        return list(find_cards(home.store, home.flow, home.run, task))

    tasks = place.tasks
    for task, cards in zip(tasks, together(place.history.store, cards_of, tasks), strict=True):
        for card in cards:
            yield task, card


def _not_among(place: Place, found: Found, identity: str | None, kind: str | None) -> str:
    """That no card has the id and the type that were asked for, and which there are."""
    from compiler.diagnostics.diagnostic import did_you_mean

    ids = list(dict.fromkeys(card.id for _, card in found if card.id))
    types = list(dict.fromkeys(card.type for _, card in found))
    if identity is not None and identity not in ids:
        hint = did_you_mean(identity, ids) or f"; there are {', '.join(ids) or 'none'}"
        return f"{place.pathspec} has no card of the id `{identity}`{hint}"
    if kind is not None and kind not in types:
        hint = did_you_mean(kind, types) or f"; there are {', '.join(types)}"
        return f"{place.pathspec} has no card of the type `{kind}`{hint}"
    return f"{place.pathspec} has no card of both the id `{identity}` and the type `{kind}`"


def _only(place: Place, cards: Found) -> Card:
    if len(cards) == 1:
        return cards[0][1]
    if not cards:
        raise click.UsageError(f"{place.pathspec} has no card")
    task, card = cards[0]
    more = f" --type {card.type}" if len({card.type for _, card in cards}) > 1 else ""
    raise click.UsageError(
        f"{place.pathspec} has {len(cards)} cards; name one task and card, such as "
        f"{place.history.pathspec(task)}" + (f" --id {card.id}" if card.id else more)
    )


def _deliver(page: bytes, output: BinaryIO | None, opened: bool) -> None:
    if output is not None:
        output.write(page)
    if opened:
        import tempfile

        # It stays: the browser may read it long after this process is gone.
        with tempfile.NamedTemporaryFile(suffix=".html", delete=False) as file:
            file.write(page)
        click.launch(file.name)


def _table(cards: Found, colour: bool) -> str:
    from compiler.cli.human import Cell, table

    rows: list[list[Cell]] = [["STEP", "TASK", "TYPE", "ID", "KEY"]]
    for task, card in cards:
        rows.append([task.step, task.name, card.type, card.id or "-", card.path])
    return table(rows, colour)


def _facts(task: TaskId, card: Card) -> dict[str, str | None]:
    return {
        "step": task.step,
        "task": task.name,
        "type": card.type,
        "id": card.id,
        "key": card.path,
    }
