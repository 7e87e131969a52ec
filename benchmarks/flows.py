"""Source of flows of any size and shape."""

from __future__ import annotations

import itertools
from collections.abc import Callable

_HEAD = "from metaflow import FlowSpec, step\n\n\nclass {name}(FlowSpec):\n"


def chain(steps: int) -> str:
    """`start -> s1 -> ... -> end`, `steps` in all (at least 2)."""
    names = ["start", *(f"s{number}" for number in range(1, steps - 1)), "end"]
    return _source("ChainFlow", [(name, [then]) for name, then in itertools.pairwise(names)])


def wide(branches: int) -> str:
    """One split into `branches` steps, and their join."""
    names = [f"b{number}" for number in range(branches)]
    return _source(
        "WideFlow", [("start", names), *((name, ["join"]) for name in names), ("join", ["end"])]
    )


def split_joins(count: int) -> str:
    """`count` splits into two steps, each joined before the next: four steps a time."""
    steps: list[tuple[str, list[str]]] = [("start", ["split0"])]
    for number in range(count):
        then = f"split{number + 1}" if number + 1 < count else "end"
        steps += [
            (f"split{number}", [f"a{number}", f"b{number}"]),
            (f"a{number}", [f"join{number}"]),
            (f"b{number}", [f"join{number}"]),
            (f"join{number}", [then]),
        ]
    return _source("SplitJoinFlow", steps)


def fan(splits: int) -> str:
    """A foreach of tasks that do next to nothing."""
    return _HEAD.format(name="FanFlow") + _FAN.format(splits=splits)


def large_array(megabytes: int) -> str:
    """An array that nothing can compress goes through two steps, and is read in both."""
    return "import numpy\n" + _HEAD.format(name="ArrayFlow") + _ARRAY.format(megabytes=megabytes)


def counter() -> str:
    """Three steps that hand on one number, which the middle one changes."""
    return _HEAD.format(name="CounterFlow") + _COUNTER


_COUNTER = """\
    @step
    def start(self):
        self.number = 41
        self.next(self.middle)

    @step
    def middle(self):
        self.number += 1
        self.next(self.end)

    @step
    def end(self):
        print(self.number)


if __name__ == "__main__":
    CounterFlow()
"""
_FAN = """\
    @step
    def start(self):
        self.items = list(range({splits}))
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.square = self.input**2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = sum(task.square for task in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.total)


if __name__ == "__main__":
    FanFlow()
"""
_ARRAY = """\
    @step
    def start(self):
        self.array = numpy.random.default_rng(0).random({megabytes} * 125_000)
        self.next(self.end)

    @step
    def end(self):
        self.total = float(self.array.sum())
        print(self.total)


if __name__ == "__main__":
    ArrayFlow()
"""

SHAPES: dict[str, Callable[[int], str]] = {"chain": chain, "wide": wide, "split-joins": split_joins}


def _source(name: str, steps: list[tuple[str, list[str]]]) -> str:
    blocks = []
    for step, targets in steps:
        arguments = "self, inputs" if step.startswith("join") else "self"
        following = ", ".join(f"self.{target}" for target in targets)
        blocks.append(f"    @step\n    def {step}({arguments}):\n        self.next({following})\n")
    blocks.append('    @step\n    def end(self):\n        print("done")\n')
    main = f'\n\nif __name__ == "__main__":\n    {name}()\n'
    return _HEAD.format(name=name) + "\n".join(blocks) + main
