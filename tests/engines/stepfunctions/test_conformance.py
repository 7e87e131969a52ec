"""What Metaflow itself leaves of a flow and what its state machine leaves is the same.

Compared are the end of the run, the tasks, their attempts and every artifact. What steps
printed is the log group's, and nothing of the datastore's. Takes four minutes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from compiler.settings import Settings
from tests.conformance.case import Case
from tests.conformance.compare import assert_same
from tests.conformance.metaflow_side import metaflow_outcomes
from tests.conformance.outcome import Outcome
from tests.servers.place import Place

pytest.importorskip("moto.stepfunctions.parser")

from tests.engines.cases import READS_LOGS, scheduled_cases
from tests.engines.comparable import comparable
from tests.engines.stepfunctions.flow_runs import StateMachineRuns
from tests.engines.stepfunctions.variants import VARIANTS, Variant

pytestmark = [pytest.mark.stepfunctions, pytest.mark.metaflow]

CASES = scheduled_cases()
SETTINGS = Settings(image="registry.example.com/flows:1", include=("*",))


@pytest.fixture(scope="module")
def under_way(
    request: pytest.FixtureRequest,
    metaflow_python: Path,
    s3_place: Place,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Mapping[str, Future[list[Outcome]]]]:
    """By its name in its variant the outcomes of each case that was selected, some at a time."""
    calls = [
        item.callspec.params
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.module is request.module
    ]

    def outcomes(variant: Variant, case: Case) -> list[Outcome]:
        settings = variant.settings_from(SETTINGS)
        runs = StateMachineRuns(metaflow_python, s3_place, settings)
        return runs.outcomes(case, tmp_path_factory.mktemp(case.name))

    # Two threads that ask for it first would each make one of their own.
    tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as pool:
        for name, value in {**s3_place.variables, "FLOWC_USER": "conformance"}.items():
            patch.setenv(name, value)
        ran = [
            (variant, variant.of(case))
            for variant, case in ((call["variant"], call["case"]) for call in calls)
            if isinstance(variant, Variant) and isinstance(case, Case)
        ]
        yield {case.name: pool.submit(outcomes, variant, case) for variant, case in ran}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize(
    ("variant", "case"),
    [
        pytest.param(variant, case, id=variant.of(case).name)
        for variant in VARIANTS
        for case in variant.chosen(CASES)
    ],
)
def test_a_state_machine_does_what_metaflow_does(
    variant: Variant,
    case: Case,
    under_way: Mapping[str, Future[list[Outcome]]],
    metaflow_python: Path,
    tmp_path: Path,
) -> None:
    expected = metaflow_outcomes(case, metaflow_python, tmp_path)
    actual = under_way[variant.of(case).name].result()
    assert_same(case, *comparable(expected, actual, READS_LOGS.get(case.name, ())))
