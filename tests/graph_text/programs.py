"""Programs to draw, made by hand: the drawings depend on no other part of the compiler."""

from __future__ import annotations

from compiler.backends.backend import Program
from compiler.diagnostics.span import Span
from compiler.ir.flow import Flow
from compiler.ir.region import Arm, Choice, Jump, Loop, Map, Parallel, Sequence, Task
from compiler.ir.step import Step
from compiler.ir.transition import (
    Branch,
    Case,
    End,
    Foreach,
    Gang,
    Linear,
    Switch,
    Transition,
)

SPAN = Span("flow.py", 1, 1, 1, 2)


def linear(target: str) -> Linear:
    return Linear(target=target, span=SPAN)


def flow(name: str, **steps: Transition) -> Flow:
    return Flow(
        name=name,
        file="flow.py",
        start=next(iter(steps)),
        end=list(steps)[-1],
        steps=tuple(
            Step(name=step, transition=transition, span=SPAN) for step, transition in steps.items()
        ),
        span=SPAN,
    )


def tasks(*names: str) -> Sequence:
    return Sequence(tuple(Task(name) for name in names))


def everything() -> Program:
    """A gang in a foreach, a branch, and a switch that loops."""
    made = flow(
        "Every",
        start=Foreach(target="spread", items="files", span=SPAN),
        spread=Gang(target="work", size=4, span=SPAN),
        work=linear("meet"),
        meet=linear("gather"),
        gather=Branch(targets=("left", "right"), span=SPAN),
        left=linear("both"),
        right=linear("both"),
        both=Switch(
            condition="state",
            cases=(
                Case(value='say "again"', target="both", span=SPAN),
                Case(value=True, target="end", span=SPAN),
                Case(value=0.5, target="end", span=SPAN),
            ),
            span=SPAN,
        ),
        end=End(),
    )
    gang = Map("spread", tasks("work"), "meet", gang=True)
    items = Map("start", Sequence((Task("spread"), gang, Task("meet"))), "gather")
    branches = Parallel("gather", (tasks("left"), tasks("right")), "both")
    choice = Choice("both", (Arm("both", Sequence((Jump("both"),))), Arm("end", Sequence())))
    loop = Loop("both", Sequence((Task("both"), choice)))
    region = Sequence((Task("start"), items, Task("gather"), branches, loop, Task("end")))
    return Program(made, region)


def nested(depth: int) -> Program:
    """One foreach inside the other, too many for recursion."""
    splits = {f"s{i}": Foreach(target=f"s{i + 1}", items="x", span=SPAN) for i in range(depth)}
    joins = {f"j{i}": linear(f"j{i - 1}" if i else "end") for i in reversed(range(depth))}
    made = flow("Deep", **splits, **{f"s{depth}": linear(f"j{depth - 1}")}, **joins, end=End())
    region = tasks(f"s{depth}")
    for i in reversed(range(depth)):
        region = Sequence((Task(f"s{i}"), Map(f"s{i}", region, f"j{i}"), Task(f"j{i}")))
    return Program(made, Sequence((*region.children, Task("end"))))
