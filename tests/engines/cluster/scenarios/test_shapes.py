"""Graphs that are large, deep or long, as Argo's own nodes."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.engines.cluster.scenarios.runs import Left
from tests.engines.cluster.scenarios.scenario import Scenario, of_scenario

pytestmark = [pytest.mark.argo, pytest.mark.cluster, pytest.mark.metaflow]

WIDTH = 500
AT_A_TIME = 12
WIDE = Scenario("wide", "wide", parallelism=AT_A_TIME)
NESTED = Scenario("nested", "nested", parallelism=8)
TURNS = Scenario("turns", "turns")
WAYS = Scenario("ways", "ways")


@pytest.mark.slow
@of_scenario(WIDE)
def test_a_foreach_of_500(left: Left) -> None:
    assert left.run.phase == "Succeeded", left.log[-3000:]
    assert left.task("end").artifacts["total"] == str(sum(item**2 for item in range(WIDTH)))
    assert len(left.outcome.tasks) == WIDTH + 3


@pytest.mark.slow
@of_scenario(WIDE)
def test_no_more_pods_run_at_a_time_than_the_settings_say(left: Left) -> None:
    changes = [
        (datetime.fromisoformat(node[field].replace("Z", "+00:00")), change)
        for node in left.run.nodes()
        if node["type"] == "Pod"
        for field, change in (("startedAt", 1), ("finishedAt", -1))
    ]
    going, most = 0, 0
    for _, change in sorted(changes):
        going += change
        most = max(most, going)
    assert 1 < most <= AT_A_TIME


@of_scenario(NESTED)
def test_foreachs_in_foreachs(left: Left) -> None:
    assert left.run.phase == "Succeeded", left.log[-3000:]
    names = [p + str(row) + cell for p in "abc" for row in range(4) for cell in "vwxyz"]
    assert left.task("end").artifacts["names"] == repr(" ".join(names))
    places = [f"cell[{p}.{row}.{cell}]" for p in range(3) for row in range(4) for cell in range(5)]
    assert [left.task(place).artifacts["own"] for place in places] == list(map(repr, names))


@of_scenario(TURNS)
def test_a_loop_of_20_turns(left: Left) -> None:
    assert left.run.phase == "Succeeded", left.log[-3000:]
    assert left.task("end").artifacts["turns"] == repr(list(range(20)))
    assert left.task("turn#19").artifacts["choice"] == "'over'"


@of_scenario(WAYS)
def test_a_switch_in_a_foreach(left: Left) -> None:
    assert left.run.phase == "Succeeded", left.log
    assert left.task("end").artifacts["been"] == repr([[], ["short"], ["x", "y"]])
