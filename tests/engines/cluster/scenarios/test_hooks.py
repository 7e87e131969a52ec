"""Exit hooks: pods that Argo starts once a run is over."""

from __future__ import annotations

import pytest

from tests.engines.cluster.scenarios.runs import Left
from tests.engines.cluster.scenarios.scenario import Scenario, of_scenario

pytestmark = [pytest.mark.argo, pytest.mark.cluster, pytest.mark.metaflow]

WELL = Scenario("hooked-well", "hooked")
ILL = Scenario("hooked-ill", "hooked", {"fail": "true"})


@of_scenario(WELL)
def test_hooks_of_success_are_called(left: Left) -> None:
    assert left.task("end").succeeded
    assert "glad about this 'n' that True" in left.log
    assert "sad about" not in left.log


@of_scenario(ILL)
def test_hooks_of_failure_are_called(left: Left) -> None:
    assert left.run.phase == "Failed"
    assert not left.task("end").succeeded
    assert "sad about this 'n' that False" in left.log
    assert "glad about" not in left.log


@of_scenario(WELL)
def test_a_hook_that_fails_keeps_no_other_from_being_called(left: Left) -> None:
    assert "a hook that fails" in left.log
    assert "glad about" in left.log
