"""From the canonical `Cron` back to what schedulers read."""

from __future__ import annotations

import re

from compiler.ir.trigger import Cron
from compiler.quantities.cron_fields import numbers_of, runs_text
from compiler.quantities.errors import Inexpressible

_SPECIAL = re.compile(r"[LW#]")
_WEEK = frozenset(range(7))


def to_standard(cron: Cron) -> str:
    """Five fields, as cron, Argo and Airflow read them.

    Raises Inexpressible where the schedule names a year, or uses `L`, `W` or `#`.
    """
    if cron.year != "*":
        raise Inexpressible("standard cron cannot restrict the year")
    for field in (cron.day_of_month, cron.day_of_week):
        found = _SPECIAL.search(field)
        if found:
            raise Inexpressible(f"standard cron has no `{found[0]}`")
    fields = (cron.minute, cron.hour, cron.day_of_month, cron.month, cron.day_of_week)
    return " ".join(fields)


def to_aws(cron: Cron) -> str:
    """The six fields of Amazon EventBridge, without `cron(...)` around them.

    Raises Inexpressible where both days are restricted: standard cron then runs on
    either, which AWS cannot say.
    """
    of_month, of_week = cron.day_of_month, cron.day_of_week
    if of_month != "*" and of_week != "*":
        raise Inexpressible("AWS cannot run on either a day of the month or a day of the week")
    if of_week == "*":
        of_month, of_week = _without_stepped_ranges(of_month), "?"
    else:
        of_month, of_week = "?", _week_from_one(of_week)
    minute, hour, month, year = map(
        _without_stepped_ranges, (cron.minute, cron.hour, cron.month, cron.year)
    )
    return " ".join((minute, hour, of_month, month, of_week, year))


def _without_stepped_ranges(field: str) -> str:
    """AWS documents a step after a number or a `*`, and ranges, but not `9-17/2`."""
    first, slash, _ = field.partition("/")
    return runs_text(numbers_of(field, frozenset())) if slash and first != "*" else field


def _week_from_one(field: str) -> str:
    """A canonical day of the week, counted from 1 and without the steps AWS lacks there."""
    if _SPECIAL.search(field):
        return f"{int(field[0]) + 1}{field[1:]}"
    return runs_text(number + 1 for number in numbers_of(field, _WEEK))
