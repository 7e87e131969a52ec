"""The data-flow checks over artifacts on flows of thousands of steps."""

from __future__ import annotations

import time

from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.ir.artifacts import ArtifactUse, Merge, Read, Write
from compiler.ir.flow import Flow
from compiler.ir.step import Step
from compiler.ir.transition import Branch, End, Linear
from compiler.passes.artifacts import check_artifacts

AT = Span("flow.py", 1, 1, 1, 2)


def test_a_long_chain_is_fast() -> None:
    count = 10_000
    steps = [
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
    assert_fast(steps)


def test_many_joins_in_a_row_are_fast() -> None:
    steps: list[Step] = []
    for index in range(3_000):
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
    steps.append(Step(name="s3000", inputs="inputs", transition=End(), span=AT))
    assert_fast(steps)


def assert_fast(steps: list[Step]) -> None:
    flow = Flow(
        name="F", file="flow.py", start="s0", end=steps[-1].name, steps=tuple(steps), span=AT
    )
    report = Report()
    began = time.process_time()
    check_artifacts(flow, report)
    assert report.diagnostics == ()
    assert time.process_time() - began < 5
