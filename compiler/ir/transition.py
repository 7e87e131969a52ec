"""What a step does when it is over: its `self.next(...)`, one class per form.

`target_spans` says where each of the targets is named, in their order; it is empty where
nobody has read them from a source.
"""

from __future__ import annotations

from typing import Annotated, Literal

from compiler.diagnostics.span import Span
from compiler.ir.model import ONE_OF_KIND, Node


class Linear(Node):
    """`self.next(self.target)`"""

    kind: Literal["linear"] = "linear"
    target: str
    target_spans: tuple[Span, ...] = ()
    span: Span

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.target,)


class Branch(Node):
    """`self.next(self.a, self.b)`: every target runs, a join step waits for all."""

    kind: Literal["branch"] = "branch"
    targets: tuple[str, ...]
    target_spans: tuple[Span, ...] = ()
    span: Span


class Foreach(Node):
    """`self.next(self.target, foreach="items")`: one task for each item of an artifact."""

    kind: Literal["foreach"] = "foreach"
    target: str
    target_spans: tuple[Span, ...] = ()
    items: str
    span: Span

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.target,)


class Gang(Node):
    """`self.next(self.target, num_parallel=N)`: N tasks that run at once and meet.

    `size` is the number where the source says it, or the name of the artifact that
    holds it when the step is over, or None where it is some other expression, which
    only the running step can tell.
    """

    kind: Literal["gang"] = "gang"
    target: str
    target_spans: tuple[Span, ...] = ()
    size: int | str | None
    span: Span

    @property
    def targets(self) -> tuple[str, ...]:
        return (self.target,)


class Case(Node):
    """One entry of a switch: the value of the condition, and where it leads."""

    value: bool | int | float | str
    target: str
    span: Span


class Switch(Node):
    """`self.next({value: self.step, ...}, condition="artifact")`: exactly one case runs."""

    kind: Literal["switch"] = "switch"
    condition: str
    cases: tuple[Case, ...]
    span: Span

    @property
    def targets(self) -> tuple[str, ...]:
        """The distinct targets, in the order of the cases."""
        return tuple(dict.fromkeys(case.target for case in self.cases))


class End(Node):
    """No `self.next` at all: the flow is over."""

    kind: Literal["end"] = "end"

    @property
    def targets(self) -> tuple[str, ...]:
        return ()


Transition = Annotated[Linear | Branch | Foreach | Gang | Switch | End, ONE_OF_KIND]
