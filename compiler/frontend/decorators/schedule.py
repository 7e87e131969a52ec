"""`@schedule`."""

from __future__ import annotations

from compiler.diagnostics.catalogue.decorators import ConflictingArguments, UnknownTimezone
from compiler.diagnostics.diagnostic import did_you_mean
from compiler.frontend.decorators.given import Argument, Decorator, Given
from compiler.frontend.decorators.kinds import FLAG, Kind, quantity
from compiler.frontend.decorators.place import Place, shorten
from compiler.ir.trigger import Cron, Schedule
from compiler.quantities.cron import parse_cron


def _cron(value: object, place: Place) -> Cron | None:
    if not isinstance(value, str):
        raise place.wrong_kind("a text", value)
    if not value:
        return None
    cron: Cron = quantity(parse_cron, value, place)
    return cron


def _timezone(value: object, place: Place) -> str | None:
    if not isinstance(value, str):
        raise place.wrong_kind("a text", value)
    if not value:
        return None
    # Not zoneinfo's own list, which depends on the machine's files.
    from importlib.resources import files

    zones = tuple((files("tzdata") / "zones").read_text("utf-8").split())
    if value not in zones:
        suggestion = did_you_mean(value, zones)
        raise place.wrong(UnknownTimezone, value=shorten(value), suggestion=suggestion)
    return value


CRON = Kind("cron", _cron)
TIMEZONE = Kind("timezone", _timezone)

SCHEDULE = Decorator(
    "schedule",
    "flow",
    (
        Argument("cron", CRON, example='"30 6 * * mon-fri"'),
        Argument("weekly", FLAG),
        Argument("daily", FLAG),
        Argument("hourly", FLAG),
        Argument("timezone", TIMEZONE),
    ),
)

_REGULAR = {
    "weekly": Cron(minute="0", hour="0", day_of_month="*", month="*", day_of_week="0"),
    "hourly": Cron(minute="0", hour="*", day_of_month="*", month="*", day_of_week="*"),
    "daily": Cron(minute="0", hour="0", day_of_month="*", month="*", day_of_week="*"),
}


def read_schedule(given: Given) -> Schedule | None:
    """The node of one `@schedule`; None where it says `daily=False` and nothing else."""
    chosen = [name for name in ("cron", *_REGULAR) if given.get(name)]
    for name in chosen[1:]:
        given.report.add(
            ConflictingArguments(
                span=given.spans[name],
                related=given.related(chosen[0], "given here"),
                decorator="schedule",
                argument=name,
                other=chosen[0],
            )
        )
    if not chosen and not given.get("daily", default=True):
        return None
    name = chosen[0] if chosen else "daily"
    cron = given.get("cron") if name == "cron" else _REGULAR[name]
    return Schedule(cron=cron, timezone=given.get("timezone"), span=given.span)
