"""What the analysis knows about the value of an expression.

Only what leads to artifacts is told apart: the flow itself, a join's inputs, one of the
inputs, and plain containers of these. Everything else is None.
"""

from __future__ import annotations

from collections.abc import Iterable

from compiler.record import Record


class Self(Record):
    """The flow that the step runs on."""


class Inputs(Record):
    """All inputs of a join, or a collection of some of them."""


class Input(Record):
    """One input of a join: that of a step, that of a number, or, where both are None, any one."""

    step: str | None = None
    number: int | None = None


class Items(Record):
    """A tuple or a list whose elements are known one by one."""

    elements: tuple[Value, ...]


class Repeated(Record):
    """An iterable of any length, all of whose elements are like `element`."""

    element: Value


Value = Self | Inputs | Input | Items | Repeated | None

SELF = Self()
INPUTS = Inputs()
ANY_INPUT = Input()


def join(left: Value, right: Value) -> Value:
    """What is known of a value that is either of two."""
    if left == right:
        return left
    if isinstance(left, Input) and isinstance(right, Input):
        return ANY_INPUT
    if not isinstance(left, Items) or not isinstance(right, Items):
        return None
    if len(left.elements) != len(right.elements):
        return None
    return items(map(join, left.elements, right.elements))


def items(elements: Iterable[Value]) -> Value:
    """A tuple of values; None where nothing is known of any of them."""
    known = tuple(elements)
    return Items(known) if any(value is not None for value in known) else None


def repeated(value: Value) -> Value:
    """An iterable of such values."""
    if value is None:
        return None
    return INPUTS if isinstance(value, Input) else Repeated(value)


def element(value: Value) -> Value:
    """What iterating over a value gives."""
    if isinstance(value, Inputs):
        return ANY_INPUT
    if isinstance(value, Repeated):
        return value.element
    if isinstance(value, Items):
        first, *rest = value.elements
        for other in rest:
            first = join(first, other)
        return first
    return None


def unpack(value: Value, count: int) -> tuple[Value, ...]:
    """What `count` targets get from a value that is unpacked into them."""
    if isinstance(value, Items) and len(value.elements) == count:
        return value.elements
    return (element(value),) * count
