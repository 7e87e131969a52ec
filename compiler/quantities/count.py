"""Whole numbers of things: GPUs, attempts, ports."""

from __future__ import annotations

from compiler.quantities.number import read_amount

_HINT = "write a whole number, such as `4`"


def parse_count(value: object, minimum: int = 0) -> int:
    """A whole number that is no less than `minimum`.

    >>> parse_count(4), parse_count("4"), parse_count("4.0")
    (4, 4, 4)
    """
    amount = read_amount(value, "count", _HINT)
    if amount.unit:
        raise amount.unit_error(f"a count has no unit, but here is `{amount.unit}`", _HINT, "count")
    if amount.number.denominator != 1:
        raise amount.error(f"`{value}` is not a whole number", _HINT, "count")
    if amount.number < minimum:
        raise amount.error(f"`{value}` is less than {minimum}", _HINT, "count")
    return int(amount.number)
