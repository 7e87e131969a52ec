"""Cron expressions of every dialect, read into the one canonical `Cron`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from compiler.ir.trigger import Cron
from compiler.quantities.cron_fields import AWS, STANDARD
from compiler.quantities.cron_items import read_field
from compiler.quantities.errors import QuantityError
from compiler.quantities.grammar import Piece, parse

Dialect = Literal["standard", "aws"]

_HINT = 'write five fields, as in `"30 6 * * mon-fri"`, or the six of AWS'
_MACROS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_MINUTES = {"minute": 1, "hour": 60, "day": 24 * 60}


def parse_cron(text: str) -> Cron:
    """The schedule that `text` stands for, whichever dialect it is in.

    Five fields are standard cron, six are AWS's (the year last, Sunday as 1), bare or
    in `cron(...)`. `@daily` and its like are taken too and, where clocks allow it,
    AWS's `rate(...)`.

    >>> parse_cron("0/15 9-17 ? * MON-FRI *").minute
    '*/15'
    """
    word = next(iter(text.split()), "")
    if word.startswith("@"):
        return _macro(text, word)
    if word.upper().startswith(("TZ=", "CRON_TZ=")):
        problem, hint = "a time zone is no part of the expression", "use the argument `timezone`"
        raise QuantityError(text.index(word), len(word), problem, hint, "cron")
    tree = parse("cron", text, "cron", _HINT)
    if tree.kind == "rate":
        return _rate(tree)
    return _fields(tree.children[0].children)


def _macro(text: str, word: str) -> Cron:
    if word != text.strip() or word.lower() not in _MACROS:
        hint = "write one of `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`, or five fields"
        problem = f"`{text.strip()}` names no schedule"
        raise QuantityError(text.index(word), len(text.strip()), problem, hint, "cron")
    return _cron(_MACROS[word.lower()].split(), "standard")


def _rate(rate: Piece) -> Cron:
    """`rate(5 minutes)`: exact only where the clock comes round evenly."""
    number, unit = rate.children
    # A longer number is beyond every unit, and Python may refuse to read it.
    count = int(number.text) if len(number.text) < 10 else 0
    minutes = count * _MINUTES.get(unit.text.lower().removesuffix("s"), 0)
    if minutes and 60 % minutes == 0:
        return _cron((_every(minutes, 60), "*", "*", "*", "*"), "aws")
    if minutes and minutes % 60 == 0 and 24 % (minutes // 60) == 0:
        return _cron(("0", _every(minutes // 60, 24), "*", "*", "*"), "aws")
    problem = f"no cron expression runs every {number.text} {unit.text}"
    hint = "take minutes that divide an hour, hours that divide a day, or 1 day"
    raise rate.error(problem, hint, "cron")


def _every(step: int, whole: int) -> str:
    if step == whole:
        return "0"
    return "*" if step == 1 else f"*/{step}"


def _fields(fields: Sequence[Piece]) -> Cron:
    if len(fields) not in (5, 6):
        first, last = (fields[6:] or fields)[0], fields[-1]
        length = last.start + len(last.text) - first.start
        problem = f"a cron expression has five or six fields, not {len(fields)}"
        raise QuantityError(first.start, length, problem, _HINT, "cron")
    if len(fields) == 5:
        texts = [read_field(*pair) for pair in zip(fields, STANDARD, strict=True)]
        return _cron(_either_day(texts, fields), "standard")
    texts = [read_field(*pair) for pair in zip(fields, AWS, strict=True)]
    if texts[2] != "*" and texts[4] != "*":
        problem = "AWS takes a day of the month or a day of the week, not both"
        hint = "write `?` for one of the two; only with five fields, either day will do"
        raise fields[4].error(problem, hint, "cron")
    return _cron(texts, "aws")


def _either_day(texts: list[str], fields: Sequence[Piece]) -> list[str]:
    """Standard cron runs on either day if both are given, so `1-31` makes it every day."""
    days = (*fields[2].children, *fields[4].children)
    starred = any(item.kind in ("any", "unspecified") for item in days)
    if starred or "*" not in (texts[2], texts[4]):
        return texts
    return [texts[0], texts[1], "*", texts[3], "*"]


def _cron(texts: Sequence[str], dialect: Dialect) -> Cron:
    minute, hour, day_of_month, month, day_of_week, *year = texts
    return Cron(
        minute=minute,
        hour=hour,
        day_of_month=day_of_month,
        month=month,
        day_of_week=day_of_week,
        year=year[0] if year else "*",
        dialect=dialect,
    )
