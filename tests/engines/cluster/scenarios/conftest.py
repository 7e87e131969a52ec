"""Runs all selected scenarios beforehand, at the same time: what they do most is wait."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.engines.cluster.api import Api
from tests.engines.cluster.deployments import Deployments
from tests.engines.cluster.scenarios.runs import Left, ScenarioRuns
from tests.engines.cluster.scenarios.scenario import Scenario
from tests.engines.cluster.store import PLACE

UnderWay = Mapping[str, Future[Left]]


@pytest.fixture(scope="session")
def under_way(
    request: pytest.FixtureRequest,
    cluster_api: Api,
    metaflow_python: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[UnderWay]:
    """By its name what each scenario has left."""
    asked_for = [
        item.callspec.params.get("left")
        for item in request.session.items
        if isinstance(item, pytest.Function) and hasattr(item, "callspec")
    ]
    scenarios = {one.name: one for one in asked_for if isinstance(one, Scenario)}
    runs = ScenarioRuns(cluster_api, Deployments(metaflow_python, PLACE))
    folders = {name: tmp_path_factory.mktemp(name) for name in scenarios}
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(len(scenarios)) as pool:
        for name, value in PLACE.variables.items():
            patch.setenv(name, value)
        yield {
            name: pool.submit(runs.left_by, scenario, folders[name])
            for name, scenario in scenarios.items()
        }


@pytest.fixture
def left(request: pytest.FixtureRequest, under_way: UnderWay) -> Left:
    """What the scenario of a test has left."""
    return under_way[request.param.name].result()
