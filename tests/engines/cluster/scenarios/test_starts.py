"""What starts runs, and what they are given."""

from __future__ import annotations

import ast

import pytest

from tests.engines.cluster.scenarios.runs import Left
from tests.engines.cluster.scenarios.scenario import FLOWS, Scenario, of_scenario

pytestmark = [pytest.mark.argo, pytest.mark.cluster, pytest.mark.metaflow]


def _text_of(flow: str) -> str:
    """What the flow's `TEXT` is."""
    body = ast.parse((FLOWS / f"{flow}.py").read_text()).body
    (value,) = (
        one.value
        for one in body
        if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "TEXT"
    )
    return str(ast.literal_eval(value))


TEXT = _text_of("hostile")
HOSTILE = Scenario("hostile", "hostile", {"given": TEXT})
UNGIVEN = Scenario("ungiven", "hostile")
SCHEDULED = Scenario("scheduled", "scheduled")


@of_scenario(HOSTILE)
def test_any_text_comes_to_the_step_as_it_is(left: Left) -> None:
    assert left.run.phase == "Succeeded", left.log
    assert left.task("end").artifacts["texts"] == repr([TEXT, TEXT, TEXT])
    assert left.task("end").artifacts["same"] == "True"


@of_scenario(UNGIVEN)
def test_a_run_without_a_required_value_does_not_begin(left: Left) -> None:
    assert left.run.phase != "Succeeded"
    assert "given" in left.run.message
    assert not left.outcome.tasks


@of_scenario(SCHEDULED)
def test_a_schedule_starts_a_run(left: Left) -> None:
    assert left.run.phase == "Succeeded", left.log
    assert left.task("end").artifacts["seen"] == repr(_text_of("scheduled"))
