"""What all single amounts share: a number, exactly, and the unit behind it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from compiler.quantities.errors import Kind, QuantityError
from compiler.quantities.grammar import Piece, parse

_LARGEST = 2**63 - 1
"""Kubernetes, like everything else that gets such a number, keeps 64 bits of it."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, and where both stand in the text they came from."""

    number: Fraction
    unit: str = ""
    start: int = 0
    length: int = 0
    unit_start: int = 0

    def error(self, problem: str, hint: str, kind: Kind) -> QuantityError:
        """An error about the whole amount."""
        return QuantityError(self.start, self.length, problem, hint, kind)

    def unit_error(self, problem: str, hint: str, kind: Kind) -> QuantityError:
        """An error about the unit alone."""
        return QuantityError(self.unit_start, len(self.unit), problem, hint, kind)


def read_amount(value: object, kind: Kind, hint: str) -> Amount:
    """The amount that a number or a text such as `"16Gi"` stands for."""
    if isinstance(value, str):
        amount = _read_text(value, kind, hint)
    else:
        amount = Amount(read_number(value, kind, hint))
    if abs(amount.number) > _LARGEST:
        raise amount.error("the number is too large", hint, kind)
    return amount


def read_number(value: object, kind: Kind, hint: str) -> Fraction:
    """The exact value of an int or a finite float; a float counts as it is printed."""
    if value is None or isinstance(value, bool):
        raise QuantityError(0, 0, f"`{value}` is not a number", hint, kind)
    if isinstance(value, int):
        return Fraction(value)
    if not isinstance(value, float):
        problem = f"a value of type `{type(value).__name__}` is not a number"
        raise QuantityError(0, 0, problem, hint, kind)
    if not math.isfinite(value):
        raise QuantityError(0, 0, f"`{value}` is not a finite number", hint, kind)
    return Fraction(repr(value))


def is_plain_number(text: str) -> bool:
    """Whether the text is so plain a number that no grammar is needed to read it."""
    return text.isascii() and text.isdigit() and len(text) < 19


def _read_text(text: str, kind: Kind, hint: str) -> Amount:
    if is_plain_number(text):
        return Amount(Fraction(text), length=len(text))
    number, *units = parse("amount", text, kind, hint).children
    unit = units[0] if units else Piece("UNIT", "", number.start + len(number.text))
    length = unit.start + len(unit.text) - number.start
    return Amount(Fraction(number.text), unit.text, number.start, length, unit.start)
