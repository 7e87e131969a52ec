"""Durations, in seconds."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from compiler.quantities.errors import QuantityError
from compiler.quantities.grammar import Piece, parse
from compiler.quantities.number import is_plain_number, read_number

TimeUnit = Literal["seconds", "minutes", "hours"]

_HINT = 'write a number, or a text with units, such as `"90s"` or `"1h30m"`'
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800}
_SHORT = {
    "s": "second",
    "sec": "second",
    "m": "minute",
    "min": "minute",
    "h": "hour",
    "hr": "hour",
    "d": "day",
    "w": "week",
}


def parse_duration(value: object, bare: TimeUnit = "seconds") -> int:
    """Whole seconds, 0 or more. A number without a unit counts what `bare` says.

    >>> parse_duration(2, "minutes"), parse_duration("1h30m"), parse_duration("2 days")
    (120, 5400, 172800)
    """
    if not isinstance(value, str):
        seconds = read_number(value, "duration", _HINT) * _SECONDS[bare[:-1]]
        return _whole(seconds, 0, 0)
    if is_plain_number(value):
        return int(value) * _SECONDS[bare[:-1]]
    return _whole(_read_text(value, bare), 0, len(value))


def _read_text(text: str, bare: TimeUnit) -> Fraction:
    parts = parse("duration", text, "duration", _HINT).children
    if len(parts) == 1:
        return Fraction(parts[0].text) * _SECONDS[bare[:-1]]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return sum((Fraction(number.text) * _unit(unit) for number, unit in pairs), Fraction(0))


def _unit(unit: Piece) -> int:
    """The seconds in one unit of time."""
    name = unit.text.lower()
    singular = name if name in _SHORT else name.removesuffix("s")
    seconds = _SECONDS.get(_SHORT.get(singular, singular))
    if seconds is None:
        hint = "the units are `s`, `m`, `h`, `d` and `w`, or their names in full"
        raise unit.error(f"`{unit.text}` is no unit of time", hint, "duration")
    return seconds


def _whole(seconds: Fraction, start: int, length: int) -> int:
    if seconds < 0:
        raise QuantityError(start, length, "a duration cannot be below 0", _HINT, "duration")
    if seconds.denominator != 1:
        problem = "a duration is counted in whole seconds"
        raise QuantityError(start, length, problem, _HINT, "duration")
    return int(seconds)
