"""Argo's controller is killed, and another one goes on with its runs."""

from __future__ import annotations

import pytest

from tests.engines.cluster.argo import controller, start_controller
from tests.engines.cluster.scenarios.going import Going, exists, succeeded
from tests.engines.cluster.scenarios.runs import Left
from tests.engines.cluster.scenarios.scenario import Scenario, of_scenario

pytestmark = [pytest.mark.argo, pytest.mark.cluster, pytest.mark.metaflow]


def _restart(going: Going) -> None:
    going.wait_for_pods("work", 2, exists)
    controller().stop()
    try:
        going.wait_for_pods("work", 2, succeeded)
    finally:
        start_controller()


UNATTENDED = Scenario("unattended", "unattended", meanwhile=_restart)


@of_scenario(UNATTENDED)
def test_a_run_goes_on_with_another_controller(left: Left) -> None:
    assert left.run.phase == "Succeeded", left.log
    assert left.task("end").artifacts["joined"] == "'AB'"
    assert [left.task(f"work[{item}]").attempts for item in range(2)] == [1, 1]
