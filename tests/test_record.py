from __future__ import annotations

from dataclasses import FrozenInstanceError, asdict, field, fields, is_dataclass, replace
from functools import cached_property
from typing import Any

import pytest

from compiler.record import KeywordRecord, Record


class Point(KeywordRecord):
    """A subclass like those of the IR, a field without a default after one with."""

    x: int = 0
    y: int
    tags: dict[str, str] = field(default_factory=dict)

    @cached_property
    def total(self) -> int:
        return self.x + self.y


class Named(Point):
    """A subclass of a subclass."""

    name: str


def test_defaults_are_filled_in_and_not_shared() -> None:
    one, other = Point(y=1), Point(y=1)
    assert vars(one) == {"x": 0, "y": 1, "tags": {}}
    assert one.tags is not other.tags


@pytest.mark.parametrize("values", [{}, {"x": 1}, {"y": 1, "z": 2}])
def test_fields_that_are_missing_or_unknown(values: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"Point takes \('x', 'y', 'tags'\): [yz]"):
        Point(**values)


def test_fields_by_position() -> None:
    linked: Any = Linked
    assert linked(1) == Linked(to=1)
    with pytest.raises(TypeError, match=r"Linked takes \('to',\), not \(1, 2\)"):
        linked(1, 2)


def test_it_is_frozen() -> None:
    point: Any = Point(y=1)
    with pytest.raises(FrozenInstanceError):
        point.y = 2
    with pytest.raises(FrozenInstanceError):
        del point.y


def test_equality_is_by_class_and_fields() -> None:
    point = Point(y=1)
    assert point.total == 1
    assert point == Point(y=1)
    assert point != Point(y=2)
    assert point != Named(y=1, name="a")
    assert hash(Linked(to=1)) == hash(Linked(to=1))


class Linked(Record):
    """All of its fields can be hashed."""

    to: int


def test_it_is_a_dataclass_to_the_standard_library() -> None:
    named = Named(y=1, name="a")
    assert [one.name for one in fields(Named)] == ["x", "y", "tags", "name"]
    assert replace(named, x=3) == Named(x=3, y=1, name="a")
    assert asdict(named) == {"x": 0, "y": 1, "tags": {}, "name": "a"}
    assert repr(named) == "Named(x=0, y=1, tags={}, name='a')"
    assert is_dataclass(named)
