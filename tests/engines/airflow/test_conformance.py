"""What Metaflow itself leaves of a flow and what its DAG leaves is the same.

Compared are the end of the run, the tasks, their attempts and every artifact. What steps
printed is in Airflow's logs, and nothing of the datastore's. The datastores are folders, but in S3
for the cases that have one there on a laptop. What resumes a run is a laptop's command, after a
run on the newest Airflow only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import pytest

from compiler.settings import AirflowSettings, Settings
from tests.conformance.case import Case
from tests.conformance.compare import assert_same
from tests.conformance.datastores import CHOSEN
from tests.conformance.metaflow_side import metaflow_outcomes
from tests.conformance.outcome import Outcome
from tests.engines.airflow.airflows import VERSIONS, Airflow
from tests.engines.airflow.dag_files import DagFiles
from tests.engines.airflow.flow_runs import AirflowRuns
from tests.engines.cases import READS_LOGS, scheduled_cases
from tests.engines.comparable import comparable
from tests.servers.place import Place

pytestmark = [pytest.mark.airflow, pytest.mark.metaflow]

NEWEST = VERSIONS[-1]
MOST_TURNS = 5
"""Of the loops in these flows."""
SETTINGS = Settings(
    image="registry.example.com/flows:1",
    include=("*",),
    airflow=AirflowSettings(max_loop=MOST_TURNS),
)
WITHOUT_COUNTERPART = {
    "gang_fails": "Airflow tries a member of a gang again, and not the gang",
    "gang_retry": "Airflow tries a member of a gang again, and not the gang",
}
"""Cases that are another thing on Airflow, with the reason."""


def _as_run_on(version: str, case: Case) -> Case:
    """The case without what resumes a run, but for the newest version."""
    runs = tuple(takewhile(lambda command: command.words[0] == "run", case.commands))
    return case if version == NEWEST else replace(case, commands=runs)


CASES = [
    pytest.param(version, _as_run_on(version, case), id=f"{version}-{case.name}")
    for version in VERSIONS
    for case in scheduled_cases()
    if case.name not in WITHOUT_COUNTERPART and _as_run_on(version, case).commands
]
Outcomes = Mapping[tuple[str, str], Future[list[Outcome]]]
"""By the version and the name of the case."""


@pytest.fixture(scope="module")
def under_way(
    request: pytest.FixtureRequest,
    airflow_of: Callable[[str], Airflow],
    metaflow_python: Path,
    s3_place: Place,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Outcomes]:
    """The outcomes of all cases that were selected, one at a time on each version."""
    selected: dict[str, list[Case]] = defaultdict(list)
    for item in request.session.items:
        if isinstance(item, pytest.Function) and item.module is request.module:
            version, case = (item.callspec.params[name] for name in ("version", "case"))
            assert isinstance(version, str)
            assert isinstance(case, Case)
            selected[version].append(case)
    # Two threads that ask for it first would each make one of their own.
    tmp_path_factory.getbasetemp()
    outcomes: dict[tuple[str, str], Future[list[Outcome]]] = {}
    pools = {version: ThreadPoolExecutor(1) for version in selected}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {**s3_place.variables, "FLOWC_USER": "conformance"}.items():
            patch.setenv(name, value)
        for version, cases in selected.items():
            # Each version runs the same cases.
            place = replace(s3_place, root=f"{s3_place.root}airflow-{version}/")
            in_folders, in_s3 = (
                AirflowRuns(airflow_of(version), DagFiles(metaflow_python, where, SETTINGS))
                for where in (None, place)
            )
            for case in cases:
                runs = in_s3 if case.name in CHOSEN["s3"] else in_folders
                folder = tmp_path_factory.mktemp(f"{case.name}-{version}")
                outcomes[version, case.name] = pools[version].submit(runs.outcomes, case, folder)
        yield outcomes
        for pool in pools.values():
            pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize(("version", "case"), CASES)
def test_a_dag_does_what_metaflow_does(
    version: str, case: Case, under_way: Outcomes, metaflow_python: Path, tmp_path: Path
) -> None:
    whole = next(one for one in scheduled_cases() if one.name == case.name)
    expected = metaflow_outcomes(whole, metaflow_python, tmp_path)[: len(case.commands)]
    actual = under_way[version, case.name].result()
    assert_same(case, *comparable(expected, actual, READS_LOGS.get(case.name, ())))
