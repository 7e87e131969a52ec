"""Processors, in thousandths of a core."""

from __future__ import annotations

import math

from compiler.quantities.number import read_amount

_HINT = 'write cores, such as `2` or `0.5`, or thousandths of a core, such as `"500m"`'


def parse_cpu(value: object) -> int:
    """Thousandths of a core, rounded up as Kubernetes does.

    >>> parse_cpu(2), parse_cpu("0.5"), parse_cpu("500m")
    (2000, 500, 500)
    """
    amount = read_amount(value, "cpu", _HINT)
    if amount.unit not in ("", "m"):
        raise amount.unit_error(f"`{amount.unit}` is no unit of processors", _HINT, "cpu")
    if amount.number <= 0:
        raise amount.error("the number of processors must be above 0", _HINT, "cpu")
    return math.ceil(amount.number * (1 if amount.unit else 1000))


def format_cpu(millis: int) -> str:
    """The Kubernetes form: whole cores, else thousandths.

    >>> format_cpu(2000), format_cpu(1500)
    ('2', '1500m')
    """
    return f"{millis}m" if millis % 1000 else str(millis // 1000)
