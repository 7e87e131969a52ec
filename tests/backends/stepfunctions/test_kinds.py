from __future__ import annotations

from dataclasses import replace

import pytest

from compiler.backends.stepfunctions.kinds import Kind, step_kind, step_kinds
from compiler.ir.compute import Kubernetes
from tests.backends.flows import SPAN, Graph, make_flow
from tests.backends.stepfunctions.documents import SETTINGS

ARRAYS = replace(SETTINGS, stepfunctions=replace(SETTINGS.stepfunctions, foreach="array"))
FAN: Graph = {
    "start": ("foreach", "a"),
    "a": ("linear", "join"),
    "join": ("linear", "end"),
    "end": ("end",),
}
TWO: Graph = {**FAN, "a": ("linear", "b"), "b": ("linear", "join")}
SWITCH: Graph = {**FAN, "a": ("switch", "join")}
NESTED: Graph = {
    **FAN,
    "a": ("foreach", "b"),
    "b": ("linear", "join_b"),
    "join_b": ("linear", "join"),
}


def jobs_of_several(graph: Graph) -> dict[str, Kind]:
    kinds = step_kinds(make_flow(graph), ARRAYS)
    return {name: kind for name, kind in kinds.items() if kind is not Kind.TASK}


@pytest.mark.parametrize(
    ("graph", "expected"),
    [(FAN, {"a": Kind.ARRAY}), (TWO, {}), (SWITCH, {}), (NESTED, {"b": Kind.ARRAY})],
)
def test_an_array_is_all_that_there_is_before_the_join(
    graph: Graph, expected: dict[str, Kind]
) -> None:
    assert jobs_of_several(graph) == expected
    assert set(step_kinds(make_flow(graph), SETTINGS).values()) == {Kind.TASK}


def test_gangs_are_gangs_whatever_the_setting() -> None:
    gang = make_flow({**FAN, "start": ("gang", "a")})
    assert step_kinds(gang, SETTINGS)["a"] is step_kinds(gang, ARRAYS)["a"] is Kind.GANG


def test_eks_has_no_such_jobs() -> None:
    flow = make_flow(FAN, {"a": {"compute": Kubernetes(span=SPAN)}})
    assert step_kinds(flow, ARRAYS)["a"] is Kind.EKS


def test_a_flow_with_mistakes_has_kinds_too() -> None:
    flow = make_flow({**FAN, "a": ("linear", "nowhere")})
    assert step_kind(flow.by_name["a"], flow, ARRAYS) is Kind.TASK
