"""Pods that do not end as a step does: lost, evicted, out of memory or disk, or hanging."""

from __future__ import annotations

import re

import pytest

from tests.engines.cluster.api import Object
from tests.engines.cluster.scenarios.going import Going
from tests.engines.cluster.scenarios.runs import Left
from tests.engines.cluster.scenarios.scenario import Scenario, of_scenario

pytestmark = [pytest.mark.argo, pytest.mark.cluster, pytest.mark.metaflow]

_DEADLINE = 40
"""Seconds, of a pod; flowc gives it ten minutes more than the step has."""


def _lose(going: Going) -> None:
    deleted = going.wait_for_running("work", 0)
    going.delete(deleted)
    going.evict(going.wait_for_running("work", 1))
    going.wait_for_pods("work", 1, lambda pod: _uid(pod) != _uid(deleted), index=0)


def _uid(pod: Object) -> str:
    return str(pod["metadata"]["uid"])


def _hurry(documents: list[Object]) -> None:
    (work,) = (one for one in documents[0]["spec"]["templates"] if "activeDeadlineSeconds" in one)
    work["activeDeadlineSeconds"] = _DEADLINE


LOST = Scenario("lost", "lost", meanwhile=_lose)
HANGING = Scenario("hanging", "hanging", change=_hurry)


@of_scenario(LOST)
def test_a_pod_that_is_lost_is_tried_again(left: Left) -> None:
    assert left.run.phase == "Succeeded", left.log
    # A pod that is gone before it has told its result Argo makes anew, as the same attempt:
    # `processNodeRetries` takes an error for the end of one only with a result (v4.0.5).
    assert left.task("join").artifacts["survived"] == "[0, 1, 1, 1, 'caught']"
    assert [left.task(f"work[{item}]").attempts for item in range(5)] == [1, 2, 2, 2, 3]


@of_scenario(LOST)
@pytest.mark.parametrize(
    ("pod", "reason"),
    [
        # Argo looks at it before or after Kubernetes has taken it away.
        ("work(1:1)(0)", "exit code 143|pod deleted"),
        ("work(2:2)(0)", "ephemeral local storage usage exceeds"),
        ("work(3:3)(0)", "OOMKilled"),
        ("work(4:4)(1)", "OOMKilled"),
    ],
)
def test_argo_says_why_a_pod_was_lost(left: Left, pod: str, reason: str) -> None:
    (said,) = left.said(pod)
    assert re.search(reason, said)


@of_scenario(HANGING)
def test_a_step_that_does_not_end_in_time_is_tried_again(left: Left) -> None:
    assert left.run.phase == "Succeeded", left.log
    assert left.task("join").artifacts["attempts"] == "[1, 1, 'caught']"


@of_scenario(HANGING)
def test_a_pod_that_hears_no_signal_ends_at_its_deadline(left: Left) -> None:
    (said,) = left.said("work(1:1)(0)")
    assert "longer than the specified deadline" in said
