"""Memory, disk and every other size, in bytes."""

from __future__ import annotations

import math
from typing import Literal

from compiler.quantities.errors import QuantityError
from compiler.quantities.number import Amount, read_amount
from compiler.quantities.units import BINARY, DECIMAL, format_whole

BareUnit = Literal["M", "Mi", "Gi"]
"""What a number without a unit counts."""

_BARE = {"M": 10**6, "Mi": 2**20, "Gi": 2**30}
_BARE_NAME = {"M": "megabytes", "Mi": "MiB", "Gi": "GiB"}
_UNITS = {suffix.lower(): factor for suffix, factor in {**DECIMAL, **BINARY}.items()}


def parse_memory(value: object, bare: BareUnit = "M") -> int:
    """Bytes, rounded up to a whole one as Kubernetes does.

    A number without a unit counts megabytes (10^6 bytes), as Metaflow hands it to
    Kubernetes, or whatever `bare` says. Units are those of Kubernetes, in either case
    and with or without a `B` behind them.

    >>> parse_memory(4096), parse_memory("16Gi"), parse_memory("16 GB")
    (4096000000, 17179869184, 16000000000)
    """
    hint = _hint(bare)
    amount = read_amount(value, "size", hint)
    if amount.number <= 0:
        raise amount.error("a size must be above 0", hint, "size")
    return math.ceil(amount.number * _factor(amount, bare))


def format_bytes(size: int) -> str:
    """The shortest Kubernetes quantity that says the size exactly.

    >>> format_bytes(16 * 2**30), format_bytes(4096 * 10**6), format_bytes(1001)
    ('16Gi', '4096M', '1001')
    """
    return format_whole(size)


def _factor(amount: Amount, bare: BareUnit) -> int:
    if not amount.unit:
        return _BARE[bare]
    unit = amount.unit.lower()
    if amount.unit == "m":
        raise _thousandths(amount)
    if unit == "b":
        return 1
    factor = _UNITS.get(unit.removesuffix("b"))
    if factor is None:
        raise amount.unit_error(f"`{amount.unit}` is no unit of size", _hint(bare), "size")
    return factor


def _thousandths(amount: Amount) -> QuantityError:
    hint = "write `M` for megabytes or `Mi` for MiB"
    return amount.unit_error("to Kubernetes `m` means thousandths of a byte", hint, "size")


def _hint(bare: BareUnit) -> str:
    return f'write a number of {_BARE_NAME[bare]}, or a text with a unit, such as `"16Gi"`'
