"""The statements of a DAG do what the region tree says, whatever its shape."""

from __future__ import annotations

import pytest

from compiler.backends.airflow.graph import Lowering
from compiler.backends.airflow.names import Names
from compiler.ir.flow import Flow
from compiler.ir.region import Loop
from compiler.ir.regions.queries import places
from tests.backends.airflow.model import FAILED, FakeOperators, Model
from tests.backends.flows import make_flow, regions
from tests.backends.graphs import GRAPHS, Answers
from tests.backends.random_flows import random_graph
from tests.backends.reference import Instance, walk

MAX_TURNS = 3


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", GRAPHS)
def test_the_same_tasks_run_in_an_order_that_the_flow_allows(name: str, seed: int) -> None:
    _compare(make_flow(GRAPHS[name]), seed)


@pytest.mark.parametrize("seed", range(150))
def test_random_flows(seed: int) -> None:
    _compare(make_flow(random_graph(seed)), seed)


def _compare(flow: Flow, seed: int) -> None:
    region = regions(flow)
    # The runtime refuses an empty foreach.
    answers = Answers(flow, seed, narrowest=1)
    lowering = Lowering(FakeOperators(), Names(), MAX_TURNS)
    lowering.flow(region)
    model = Model(answers.choice, answers.width)
    model.run(lowering.statements)
    expected = walk(region, answers.choice, answers.width)
    if _turns(flow, expected) > MAX_TURNS:
        assert [FAILED] in model.states.values()
        return
    assert sorted(model.ran) == sorted(expected)
    at = {instance: number for number, instance in enumerate(model.ran)}
    for instance, before in expected.items():
        assert all(at[one] < at[instance] for one in before)


def _turns(flow: Flow, ran: dict[Instance, frozenset[Instance]]) -> int:
    """The most turns that a loop took."""
    numbered = {step: place.numbered for step, place in places(regions(flow)).items()}
    return max(
        (
            int(number) + 1
            for step, path in ran
            for number, region in zip(path.split("."), numbered[step], strict=False)
            if isinstance(region, Loop)
        ),
        default=0,
    )
