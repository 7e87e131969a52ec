"""The shapes of graphs that behaviours are plugged into."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ShapeStep:
    """A step of a shape. Its name and its place are printed and added to `self.trail`."""

    name: str
    next: str = ""
    """The arguments of `self.next`; empty for the last step."""
    body: str = ""
    """Statements before that, one a line."""
    join: bool = False
    decorators: tuple[str, ...] = ()
    """Beside `@step` itself."""
    step: str = "@step"


@dataclass(frozen=True)
class Hook:
    """A step that a behaviour is plugged into."""

    step: str
    when: str = "True"
    """An expression that tells the one task in which the step misbehaves."""
    catch: bool = True
    """Whether `@catch` may be there: neither on a foreach nor on a switch."""


@dataclass(frozen=True)
class Shape:
    """A graph."""

    name: str
    steps: tuple[ShapeStep, ...]
    hooks: tuple[Hook, ...]
    """The first is the one for every behaviour; the others are further places to fail at."""


def _join(name: str, following: str) -> ShapeStep:
    return ShapeStep(name, f"self.{following}", join=True)


_END = ShapeStep("end")

SHAPES = (
    Shape(
        "linear",
        (
            ShapeStep("start", "self.work"),
            ShapeStep("work", "self.more"),
            ShapeStep("more", "self.end"),
            _END,
        ),
        (Hook("work"), Hook("start"), Hook("end")),
    ),
    Shape(
        "branch",
        (
            ShapeStep("start", "self.left, self.right"),
            ShapeStep("left", "self.join"),
            ShapeStep("right", "self.join"),
            _join("join", "end"),
            _END,
        ),
        (Hook("right"), Hook("left"), Hook("join")),
    ),
    Shape(
        "nested_branch",
        (
            ShapeStep("start", "self.left, self.right"),
            ShapeStep("left", "self.upper, self.lower"),
            ShapeStep("upper", "self.inner"),
            ShapeStep("lower", "self.polish"),
            ShapeStep("polish", "self.inner"),
            _join("inner", "outer"),
            ShapeStep("right", "self.outer"),
            _join("outer", "end"),
            _END,
        ),
        (Hook("lower"), Hook("inner")),
    ),
    Shape(
        "foreach",
        (
            ShapeStep("start", 'self.work, foreach="items"', "self.items = [1, 2, 3]"),
            ShapeStep("work", "self.join", "self.square = self.input * self.input"),
            _join("join", "end"),
            _END,
        ),
        (
            Hook("work", "self.input == 2"),
            Hook("start", catch=False),
            Hook("join"),
            Hook("end"),
        ),
    ),
    Shape(
        "foreach_of_steps",
        (
            ShapeStep("start", 'self.first, foreach="items"', 'self.items = ("a", "b")'),
            ShapeStep("first", "self.second", "self.letter = self.input"),
            ShapeStep("second", "self.third"),
            ShapeStep("third", "self.join"),
            _join("join", "end"),
            _END,
        ),
        (Hook("second", 'self.letter == "b"'),),
    ),
    Shape(
        "foreach_of_foreach_of_foreach",
        (
            ShapeStep("start", 'self.rows, foreach="planes"', 'self.planes = ["p", "q"]'),
            ShapeStep("rows", 'self.columns, foreach="lines"', "self.lines = [self.input + '1']"),
            ShapeStep("columns", 'self.cell, foreach="cells"', "self.cells = range(2)"),
            ShapeStep("cell", "self.join_cells", "self.place = self.foreach_stack()"),
            _join("join_cells", "join_columns"),
            _join("join_columns", "join_rows"),
            _join("join_rows", "end"),
            _END,
        ),
        (Hook("cell", '[frame[2] for frame in self.foreach_stack()] == ["q", "q1", 1]'),),
    ),
    Shape(
        "branch_in_foreach",
        (
            ShapeStep("start", 'self.split, foreach="items"', "self.items = [10, 20]"),
            ShapeStep("split", "self.left, self.right"),
            ShapeStep("left", "self.meet"),
            ShapeStep("right", "self.meet"),
            _join("meet", "join"),
            _join("join", "end"),
            _END,
        ),
        (Hook("right", "self.index == 1"), Hook("meet", "self.index == 1")),
    ),
    Shape(
        "foreach_in_branch",
        (
            ShapeStep("start", "self.many, self.one"),
            ShapeStep("many", 'self.work, foreach="items"', 'self.items = {"x", "y"}'),
            ShapeStep("work", "self.collect"),
            _join("collect", "join"),
            ShapeStep("one", "self.join"),
            _join("join", "end"),
            _END,
        ),
        (Hook("work", "self.index == 0"),),
    ),
    Shape(
        "switch",
        (
            ShapeStep(
                "start",
                '{"low": self.low, "high": self.high}, condition="level"',
                'self.level = "high"',
            ),
            ShapeStep("low", "self.meet"),
            ShapeStep("high", "self.higher"),
            ShapeStep("higher", "self.meet"),
            ShapeStep("meet", "self.end"),
            _END,
        ),
        (Hook("high"), Hook("start", catch=False), Hook("meet")),
    ),
    Shape(
        "switch_to_merge",
        (
            ShapeStep(
                "start",
                '{True: self.meet, False: self.detour}, condition="short"',
                "self.short = True",
            ),
            ShapeStep("detour", "self.meet"),
            ShapeStep("meet", "self.end"),
            _END,
        ),
        (Hook("meet"),),
    ),
    Shape(
        "switch_in_branch",
        (
            ShapeStep("start", "self.choose, self.other"),
            ShapeStep(
                "choose", '{1: self.one, 2: self.two}, condition="number"', "self.number = 2"
            ),
            ShapeStep("one", "self.join"),
            ShapeStep("two", "self.join"),
            ShapeStep("other", "self.join"),
            _join("join", "end"),
            _END,
        ),
        (Hook("two"),),
    ),
    Shape(
        "switch_in_foreach",
        (
            ShapeStep("start", 'self.choose, foreach="items"', "self.items = [5, 6, 7]"),
            ShapeStep(
                "choose",
                '{True: self.even, False: self.odd}, condition="is_even"',
                "self.is_even = self.input % 2 == 0",
            ),
            ShapeStep("even", "self.after"),
            ShapeStep("odd", "self.after"),
            ShapeStep("after", "self.join"),
            _join("join", "end"),
            _END,
        ),
        (Hook("odd", "self.index == 2"),),
    ),
    Shape(
        "foreach_in_switch",
        (
            ShapeStep(
                "start",
                '{"many": self.many, "one": self.one}, condition="size"',
                'self.size = "many"',
            ),
            ShapeStep("many", 'self.work, foreach="items"', "self.items = list(range(2))"),
            ShapeStep("work", "self.collect"),
            _join("collect", "meet"),
            ShapeStep("one", "self.meet"),
            ShapeStep("meet", "self.end"),
            _END,
        ),
        (Hook("work", "self.input == 1"), Hook("collect")),
    ),
    Shape(
        "loop",
        (
            ShapeStep("start", "self.turn", "self.turns = 0"),
            ShapeStep(
                "turn",
                '{"again": self.turn, "enough": self.after}, condition="verdict"',
                'self.turns += 1\nself.verdict = "again" if self.turns < 3 else "enough"',
            ),
            ShapeStep("after", "self.end"),
            _END,
        ),
        (Hook("after"), Hook("turn", "self.turns == 2", catch=False)),
    ),
    Shape(
        "loop_in_foreach",
        (
            ShapeStep("start", 'self.enter, foreach="items"', "self.items = [1, 2]"),
            ShapeStep("enter", "self.turn", "self.turns = 0"),
            ShapeStep(
                "turn",
                '{True: self.turn, False: self.leave}, condition="again"',
                "self.turns += 1\nself.again = self.turns < self.input",
            ),
            ShapeStep("leave", "self.join"),
            _join("join", "end"),
            _END,
        ),
        (Hook("leave", "self.index == 1"), Hook("turn", "self.turns == 2", catch=False)),
    ),
    Shape(
        "gang",
        (
            ShapeStep("start", "self.member, num_parallel=2"),
            ShapeStep(
                "member",
                "self.join",
                "self.node = (current.parallel.node_index, current.parallel.num_nodes)",
                decorators=("@parallel",),
            ),
            _join("join", "end"),
            _END,
        ),
        (Hook("end"),),
    ),
    Shape(
        "own_names",
        (
            ShapeStep("first", "self.middle", step="@step(start=True)"),
            ShapeStep("middle", "self.last"),
            ShapeStep("last", step="@step(end=True)"),
        ),
        (Hook("middle"), Hook("first"), Hook("last")),
    ),
)
"""Metaflow refuses a loop of several steps, so a loop here is of one."""
