"""The data-flow checks over artifacts do no more for each step of a larger flow."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.ir.artifacts import ArtifactUse, Merge, Read, Write
from compiler.ir.flow import Flow
from compiler.ir.step import Step
from compiler.ir.transition import Branch, End, Linear
from compiler.passes.artifacts import check_artifacts
from tests.work import calls

AT = Span("flow.py", 1, 1, 1, 2)


def long_chain(count: int) -> list[Step]:
    return [
        Step(
            name=f"s{index}",
            transition=Linear(target=f"s{index + 1}", span=AT) if index < count - 1 else End(),
            artifacts=ArtifactUse(
                reads=(Read(name=f"x{index - 1}", span=AT),) if index else (),
                writes=(Write(name=f"x{index}", span=AT),),
            ),
            span=AT,
        )
        for index in range(count)
    ]


def many_joins_in_a_row(count: int) -> list[Step]:
    steps: list[Step] = []
    for index in range(count):
        merge = Merge(exclude=(f"x{index - 1}",), span=AT)
        use = ArtifactUse(writes=(Write(name="w", span=AT),), merges=(merge,) if index else ())
        arms = (f"a{index}", f"b{index}")
        steps.append(
            Step(
                name=f"s{index}",
                inputs="inputs" if index else None,
                transition=Branch(targets=arms, span=AT),
                artifacts=use,
                span=AT,
            )
        )
        use = ArtifactUse(
            reads=(Read(name="w", span=AT),), writes=(Write(name=f"x{index}", span=AT),)
        )
        steps += [
            Step(
                name=arm, transition=Linear(target=f"s{index + 1}", span=AT), artifacts=use, span=AT
            )
            for arm in arms
        ]
    return [*steps, Step(name=f"s{count}", inputs="inputs", transition=End(), span=AT)]


@pytest.mark.parametrize("steps", [long_chain, many_joins_in_a_row])
def test_the_work_is_about_linear_in_the_steps(steps: Callable[[int], list[Step]]) -> None:
    def work(count: int) -> int:
        made = tuple(steps(count))
        flow = Flow(name="F", file="flow.py", start="s0", end=made[-1].name, steps=made, span=AT)
        report = Report()
        done = calls(lambda: check_artifacts(flow, report))
        assert report.diagnostics == ()
        return done

    assert work(1_600) < 5 * work(400)
