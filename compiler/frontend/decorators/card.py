"""`@card`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from compiler.diagnostics.catalogue.decorators import CardId, CardIdTwice
from compiler.diagnostics.diagnostic import Related
from compiler.diagnostics.report import Report
from compiler.frontend.decorators.given import Argument, Decorator, Given
from compiler.frontend.decorators.kinds import FLAG, JSON_MAPPING, TEXT, Kind, duration
from compiler.frontend.decorators.place import Place
from compiler.ir.step import Card


def _rank(value: object, place: Place) -> int | str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise place.wrong_kind('a number or a text such as `"high"`', value)
    return value


_RENAMED = {"timeout": "timeout_seconds", "refresh_interval": "refresh_interval_seconds"}

CARD = Decorator(
    "card",
    "step",
    (
        Argument("type", TEXT, optional=False, example='"blank"'),
        Argument("id", TEXT),
        Argument("options", JSON_MAPPING, optional=False),
        Argument("scope", TEXT, optional=False),
        Argument("rank", Kind("rank", _rank)),
        Argument("timeout", duration("seconds"), optional=False),
        Argument("save_errors", FLAG, optional=False),
        Argument("customize", FLAG, optional=False),
        Argument("refresh_interval", duration("seconds"), optional=False),
    ),
    repeatable=True,
)


def read_cards(cards: Sequence[Given], report: Report) -> tuple[Card, ...]:
    """The nodes of all cards of one step."""
    seen: dict[str, Given] = {}
    for given in cards:
        name = given.get("id")
        if name is None:
            continue
        if not re.fullmatch("[A-Za-z0-9_]+", name):
            report.add(CardId(span=given.spans["id"], id=name))
        first = seen.setdefault(name, given)
        if first is not given:
            related = (Related(first.spans["id"], "the other one"),)
            report.add(CardIdTwice(span=given.spans["id"], id=name, related=related))
    return tuple(_card(given) for given in cards)


def _card(given: Given) -> Card:
    fields = {_RENAMED.get(name, name): value for name, value in given.values.items()}
    return Card(span=given.span, **fields)
