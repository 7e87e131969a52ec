"""Artifacts of many types, of the flow's own file and of a sibling module, too."""
# $ run

import collections
import datetime
import decimal
import enum
import fractions
import math
import pathlib
import re
import uuid
from dataclasses import dataclass, field

from metaflow import FlowSpec, step

from shapes_of_data import Circle, Point, Stack


class Colour(enum.Enum):
    RED = 1
    BLUE = "b"


@dataclass
class Sample:
    name: str
    values: list = field(default_factory=list)


class Slotted:
    __slots__ = ("a", "b")


class Picky:
    def __init__(self, text):
        self.text = text
        self.cache = object()

    def __getstate__(self):
        return {"text": self.text}

    def __setstate__(self, state):
        self.text = state["text"]
        self.cache = None


Pair = collections.namedtuple("Pair", "one two")


class TypesFlow(FlowSpec):
    @step
    def start(self):
        self.nothing = None
        self.truth = True
        self.big = 10**50
        self.infinite = [math.inf, -math.inf, math.nan, -0.0]
        self.imaginary = 1 + 2j
        self.text = "å\n\t\u2028 \U0001f600"
        self.raw = bytes(range(256))
        self.long = b"0123456789abcdef" * 100_000
        self.array = bytearray(b"abc")
        self.nested = {"a": [(1, {"b": {2, 3}}), frozenset({4})], (5, 6): {None: ...}}
        self.ordered = collections.OrderedDict(z=1, a=2)
        self.default = collections.defaultdict(list, {"k": [1]})
        self.counter = collections.Counter("abca")
        self.queue = collections.deque([1, 2], maxlen=3)
        self.moment = datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.timezone.utc)
        self.span = datetime.timedelta(hours=1)
        self.exact = decimal.Decimal("1.10")
        self.third = fractions.Fraction(1, 3)
        self.path = pathlib.PurePosixPath("a/b")
        self.pattern = re.compile(r"\d+")
        self.id = uuid.UUID(int=7)
        self.numbers = range(1, 10, 3)
        self.slice = slice(1, None)
        self.colour = Colour.BLUE
        self.sample = Sample("one", [1.5])
        self.pair = Pair(1, 2)
        self.picky = Picky("state")
        self.slotted = Slotted()
        self.slotted.a = 1
        self.circle = Circle(Point(1, 2), 3)
        self.stack = Stack([1, 2])
        self.class_of_flow = Sample
        self.function = math.sqrt
        self.error = KeyError("k", 1)
        self.itself = []
        self.itself.append(self.itself)
        self.next(self.end)

    @step
    def end(self):
        self.checks = [
            isinstance(self.sample, Sample),
            self.sample == Sample("one", [1.5]),
            self.colour is Colour.BLUE,
            self.pair == (1, 2),
            self.circle.centre.x,
            self.stack.depth,
            self.class_of_flow is Sample,
            self.itself[0] is self.itself,
            self.picky.cache,
            self.default["new"],
        ]
        print(self.checks, type(self.sample).__qualname__)


if __name__ == "__main__":
    TypesFlow()
