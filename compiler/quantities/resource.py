"""Kubernetes quantities of extended resources, which carry no unit of their own."""

from __future__ import annotations

from fractions import Fraction

from compiler.quantities.number import read_amount
from compiler.quantities.units import BINARY, DECIMAL, SMALL, format_whole

_HINT = 'write a Kubernetes quantity, such as `"1"`, `"2k"` or `"100m"`'
_UNITS: dict[str, Fraction | int] = {"": 1, **DECIMAL, **BINARY, **SMALL}


def parse_resource(value: object) -> str:
    """The one canonical text of a Kubernetes quantity.

    >>> parse_resource(1), parse_resource("1e3"), parse_resource("2000"), parse_resource("0.1")
    ('1', '1k', '2k', '100m')
    """
    amount = read_amount(value, "resource", _HINT)
    factor = _UNITS.get(amount.unit)
    if factor is None:
        raise amount.unit_error(f"`{amount.unit}` is no suffix of quantities", _HINT, "resource")
    if amount.number < 0:
        raise amount.error("a quantity cannot be below 0", _HINT, "resource")
    number = amount.number * factor
    if number.denominator == 1:
        return format_whole(int(number))
    for suffix, step in SMALL.items():
        if (number / step).denominator == 1:
            return f"{number / step}{suffix}"
    raise amount.error("a quantity has at most nine decimal places", _HINT, "resource")
