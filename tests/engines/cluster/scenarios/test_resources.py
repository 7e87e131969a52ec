"""Pods that need each other, or a device of which there are fewer than pods."""

from __future__ import annotations

import pytest

from tests.engines.cluster.api import Api
from tests.engines.cluster.places import NODE_NAME
from tests.engines.cluster.scenarios.going import Going, has_node, succeeded, waits_for
from tests.engines.cluster.scenarios.runs import Left
from tests.engines.cluster.scenarios.scenario import Scenario, of_scenario

pytestmark = [pytest.mark.argo, pytest.mark.cluster, pytest.mark.metaflow]

_GPU = "nvidia.com/gpu"


def _advertise(api: Api, count: int) -> None:
    """Says that the node has so many GPUs, as a device plug-in of the vendor's does."""
    devices = {_GPU: str(count)}
    status = {"capacity": devices, "allocatable": devices}
    node = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": NODE_NAME}, "status": status}
    api.apply(f"/api/v1/nodes/{NODE_NAME}/status", node)


def _offer_one(going: Going) -> None:
    going.wait_for_pods("train", 2, waits_for(_GPU))
    _advertise(going.api, 1)
    try:
        going.wait_for_pods("train", 1, has_node)
        going.wait_for_pods("train", 1, waits_for(_GPU))
        going.wait_for_pods("train", 2, succeeded)
    finally:
        _advertise(going.api, 0)


DEVICES = Scenario("devices", "devices", meanwhile=_offer_one)
GANG = Scenario("gang", "gang")


@of_scenario(DEVICES)
def test_a_pod_waits_for_the_gpu_that_another_one_has(left: Left) -> None:
    assert left.run.phase == "Succeeded", left.log
    assert left.task("join").artifacts["apart"] == "True"


@of_scenario(GANG)
def test_members_of_a_gang_find_the_first_one(left: Left) -> None:
    assert left.run.phase == "Succeeded", left.log
    heard = ["member 1", "member 2"]
    assert left.task("end").artifacts["said"] == repr([heard, "heard", "heard"])
