"""What Metaflow itself leaves of a flow and what its Workflow on a real cluster leaves is the same.

Compared are the end of the run, the tasks, their attempts and every artifact. What steps
printed is in the logs of pods, and nothing of the datastore's.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conformance.case import Case
from tests.conformance.compare import assert_same
from tests.conformance.metaflow_side import metaflow_outcomes
from tests.conformance.outcome import Outcome
from tests.engines.cases import READS_LOGS, scheduled_cases
from tests.engines.cluster.api import Api
from tests.engines.cluster.flow_runs import ClusterRuns
from tests.engines.cluster.store import PLACE
from tests.engines.cluster.table import Row, row
from tests.engines.comparable import comparable

pytestmark = [pytest.mark.argo, pytest.mark.cluster, pytest.mark.metaflow]

CASES = scheduled_cases()
UnderWay = Mapping[str, Future[tuple[list[Outcome], float] | None]]
"""The outcomes, and how many seconds they took; None where there was no time left for them."""
_AT_A_TIME = 8
"""Cases. What a run waits for is mostly not the processor."""


@pytest.fixture(scope="module")
def under_way(
    request: pytest.FixtureRequest,
    cluster_api: Api,
    metaflow_python: Path,
    out_of_time: Callable[[], bool],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[UnderWay]:
    """By its name the outcomes of each case that was selected."""
    cases = [
        item.callspec.params["case"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.module is request.module
    ]
    # Two threads that ask for it first would each make one of their own.
    tmp_path_factory.getbasetemp()
    runs = ClusterRuns(cluster_api, metaflow_python, PLACE)

    def timed(case: Case) -> tuple[list[Outcome], float] | None:
        if out_of_time():
            return None
        started = time.monotonic()
        outcomes = runs.outcomes(case, tmp_path_factory.mktemp(case.name))
        return outcomes, time.monotonic() - started

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(_AT_A_TIME) as pool:
        for name, value in {**PLACE.variables, "FLOWC_USER": "conformance"}.items():
            patch.setenv(name, value)
        yield {case.name: pool.submit(timed, case) for case in cases if isinstance(case, Case)}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_a_workflow_does_what_metaflow_does(
    case: Case,
    under_way: UnderWay,
    metaflow_python: Path,
    compared: list[Row],
    tmp_path: Path,
) -> None:
    expected = metaflow_outcomes(case, metaflow_python, tmp_path)
    done = under_way[case.name].result()
    if done is None:
        pytest.skip("no time was left for it")
    actual, seconds = done
    outcomes = comparable(expected, actual, READS_LOGS.get(case.name, ()))
    assert_same(case, *outcomes)
    compared.append(row(case.name, outcomes[1], seconds))
