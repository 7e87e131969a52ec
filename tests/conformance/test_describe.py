"""Values that differ, in type or anywhere within, differ as text; equal ones do not."""

from __future__ import annotations

import collections
import dataclasses
import datetime
import math
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conformance.describe import Describer

describe = Describer("flow")


@dataclasses.dataclass
class Point:
    x: Any


class Kept:
    """What `@catch` keeps, as both sides have it."""

    def __init__(self, kind: str, text: str) -> None:
        self.type, self.exception, self.stacktrace = kind, text, object()


def iter_of(number: int) -> Iterator[int]:
    yield number


Kept.__name__ = "MetaflowExceptionWrapper"

ALL_DIFFERENT = [
    *(None, True, 1, 1.0, -0.0, 0.0, math.nan, "1", b"1", bytearray(b"1"), 1j, ...),
    *([1], (1,), {1}, frozenset({1}), [1.0], [True], [[1]], [], (), {}, set()),
    *({1: 2}, {2: 1}, {1: 2, 2: 1}, {2: 1, 1: 2}, collections.OrderedDict({1: 2})),
    *(collections.defaultdict(int, {1: 2}), collections.Counter({1: 2}), collections.deque([1])),
    *(Point(1), Point(1.0), Point([Point(1)]), Point, len, range(1), range(2), KeyError(1)),
    *(datetime.date(2024, 1, 1), datetime.date(2024, 1, 2), datetime.timedelta(1)),
    *(b"a" * 1000 + b"b", b"a" * 1000 + b"c", "a" * 1000 + "b", "a" * 1000 + "c"),
    *(Kept("builtins.KeyError", "1"), Kept("builtins.KeyError", "2"), Kept("a.KeyError", "1")),
]


def test_different_values_differ() -> None:
    texts = [describe(value) for value in ALL_DIFFERENT]
    assert sorted(texts) == sorted(set(texts))


@pytest.mark.parametrize(
    "make",
    [lambda: Point([1, {"a"}]), lambda: {"a", "b", "c"}, lambda: {1: [datetime.date(1, 1, 1)]}],
)
def test_equal_values_do_not(make: Any) -> None:
    assert describe(make()) == describe(make())


def test_a_value_within_itself() -> None:
    value: list[Any] = [1]
    value.append(value)
    assert describe(value) == "[1, <itself>]"


def test_names_do_not_tell_who_ran_the_flow() -> None:
    modules = ("__main__", "flow", "metaflow.exception", "runtime_shim.authoring", "other")
    assert [describe.module(name) for name in modules] == [
        "<flow>",
        "<flow>",
        "<metaflow>",
        "<metaflow>",
        "other",
    ]
    one, other = (
        Kept(f"{module}.TimeoutException", words)
        for module, words in (("metaflow.plugins", "too late"), ("runtime_shim.authoring", "late"))
    )
    assert describe(one) == describe(other) == "caught <metaflow>.TimeoutException"


def test_what_cannot_be_pickled_has_a_text_too() -> None:
    assert "cannot be pickled" in describe(iter_of(1))
