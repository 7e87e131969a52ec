"""Builds flows from a short text, and writes region trees as one.

One line of a flow is one step, `name: what follows`, the first being the start step:

    start: a            self.next(self.a)
    start: a, b         self.next(self.a, self.b)
    start: * a          self.next(self.a, foreach="items")
    start: # a          self.next(self.a, num_parallel=4)
    start: ? a, b       a switch with a case for each
    end:                nothing
    join(inputs): end   a join
    @parallel a: join   a step with a decorator (`@parallel` or `@catch`)

The span of a step's name is in column 5 of its line; of its transition, in column 9.
"""

from __future__ import annotations

from compiler.diagnostics.span import Span
from compiler.ir.artifacts import ArtifactUse, Write
from compiler.ir.flow import Flow
from compiler.ir.region import (
    Jump,
    Labelled,
    Loop,
    Map,
    Parallel,
    Region,
    Sequence,
    Task,
)
from compiler.ir.step import Catch, Step
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

FILE = "flow.py"


def at(line: int, column: int = 5) -> Span:
    return Span(FILE, line, column, line, column + 1)


def flow(text: str, end: str = "end") -> Flow:
    """The flow that the text describes; line numbers count its non-empty lines from 1."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    steps = tuple(_step(line, number) for number, line in enumerate(lines, 1))
    return of_steps(steps, end)


def of_steps(steps: tuple[Step, ...], end: str = "end") -> Flow:
    return Flow(
        name="TestFlow", file=FILE, start=steps[0].name, end=end, steps=steps, span=at(1, 1)
    )


def _step(line: str, number: int) -> Step:
    head, _, follows = line.partition(":")
    *decorators, head = head.split()
    name, _, inputs = head.rstrip(")").partition("(")
    return step(
        name,
        _transition(follows.replace(",", " ").split(), number),
        number,
        inputs or None,
        parallel="@parallel" in decorators,
        catch=Catch(span=at(number, 1)) if "@catch" in decorators else None,
    )


def step(
    name: str,
    transition: Transition,
    line: int,
    inputs: str | None = None,
    *,
    parallel: bool = False,
    catch: Catch | None = None,
) -> Step:
    needs = {"foreach": "items", "switch": "choice"}.get(transition.kind)
    writes = (Write(name=needs, span=at(line, 13)),) if needs else ()
    return Step(
        name=name,
        artifacts=ArtifactUse(writes=writes),
        inputs=inputs,
        transition=transition,
        span=at(line),
        parallel=parallel,
        catch=catch,
    )


def _transition(words: list[str], line: int) -> Transition:
    targets = tuple(word for word in words if word not in "*#?")
    if not targets:
        return End()
    if words[0] == "*":
        return Foreach(target=targets[0], items="items", span=at(line, 9))
    if words[0] == "#":
        return Gang(target=targets[0], size=4, span=at(line, 9))
    if words[0] == "?":
        return switch(targets, line)
    if len(targets) > 1:
        return Branch(targets=targets, span=at(line, 9))
    return Linear(target=targets[0], span=at(line, 9))


def switch(targets: tuple[str, ...], line: int) -> Switch:
    cases = tuple(
        Case(value=f"case{index}", target=target, span=at(line, 20 + index))
        for index, target in enumerate(targets)
    )
    return Switch(condition="choice", cases=cases, span=at(line, 9))


def show(region: Region) -> str:
    """A region as text.

    `a b` a sequence, `[a | b]` branches, `*[a]` a foreach, `#[a]` a gang,
    `{x: a | y: b}` a choice with shared tails `/ label: ...` at its end,
    `loop(...)` a loop, `^label` a jump.
    """
    if isinstance(region, Task):
        return region.step
    if isinstance(region, Sequence):
        return " ".join(show(child) for child in region.children)
    if isinstance(region, Parallel):
        return f"[{' | '.join(show(branch) for branch in region.branches)}]"
    if isinstance(region, Map):
        return f"{'#' if region.gang else '*'}[{show(region.body)}]"
    if isinstance(region, Loop):
        return f"loop({show(region.body)})"
    if isinstance(region, Jump):
        return f"^{region.label}"
    arms = " | ".join(f"{arm.target}: {show(arm.body)}".rstrip() for arm in region.arms)
    return "{" + arms + "".join(f" / {_labelled(tail)}" for tail in region.shared) + "}"


def _labelled(tail: Labelled) -> str:
    return f"{tail.label}: {show(tail.body)}"
