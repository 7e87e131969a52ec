"""What Metaflow itself leaves of a flow and what its state machine leaves is the same.

Compared are the end of the run, the tasks, their attempts and every artifact. What steps
printed is the log group's, and nothing of the datastore's. Takes two minutes.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from compiler.settings import Settings
from tests.conformance.case import Case
from tests.conformance.compare import assert_same
from tests.conformance.generate import generated_cases
from tests.conformance.handwritten import handwritten_cases
from tests.conformance.metaflow_side import metaflow_outcomes
from tests.conformance.outcome import Outcome
from tests.servers.place import Place

pytest.importorskip("moto.stepfunctions.parser")

from tests.engines.stepfunctions.comparable import comparable
from tests.engines.stepfunctions.flow_runs import StateMachineRuns

pytestmark = [pytest.mark.stepfunctions, pytest.mark.metaflow]

WITHOUT_COUNTERPART = {
    "client_in_step": "the tags of `run --tag`, which no execution has",
    "current_values": "the tags of `run --tag`, which no execution has",
    "ends_too_early": "only a laptop's scheduler sees that a process ended well and left nothing",
    "namespace_option": "`run --namespace` is an option of a laptop",
    "parameters_by_environment": "the environment of a laptop sets parameters",
    "too_wide": "`run --max-num-splits` is an option of a laptop",
    "with_option": "`run --with` is an option of a laptop",
}
"""Cases of what only a command has, with the reason."""

CASES = [
    case
    for case in (*generated_cases(), *handwritten_cases())
    if case.name not in WITHOUT_COUNTERPART
]
SETTINGS = Settings(image="registry.example.com/flows:1", include=("*",))


@pytest.fixture(scope="module")
def under_way(
    request: pytest.FixtureRequest,
    metaflow_python: Path,
    s3_place: Place,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Future[list[Outcome]]]]:
    """The outcomes of all cases that were selected, some at a time."""
    runs = StateMachineRuns(metaflow_python, s3_place, SETTINGS)
    cases = [
        item.callspec.params["case"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.module is request.module
    ]
    selected = {case.name: case for case in cases if isinstance(case, Case)}
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        for name, value in s3_place.variables.items():
            patch.setenv(name, value)
        yield {
            name: pool.submit(runs.outcomes, case, tmp_path_factory.mktemp(name))
            for name, case in selected.items()
        }
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_state_machine_does_what_metaflow_does(
    case: Case,
    under_way: dict[str, Future[list[Outcome]]],
    metaflow_python: Path,
    tmp_path: Path,
) -> None:
    expected = metaflow_outcomes(case, metaflow_python, tmp_path)
    actual = under_way[case.name].result()
    assert_same(case, *comparable(expected, actual))
