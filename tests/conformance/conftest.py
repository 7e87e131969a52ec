"""Runs the selected cases of a file beforehand, two at a time: nearly all of the time is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import pytest

from tests.conformance.case import Case
from tests.conformance.datastores import FOLDER, cases_by_datastore
from tests.conformance.flowc_side import flowc_outcomes
from tests.conformance.metaflow_side import metaflow_outcomes
from tests.conformance.outcome import Outcome
from tests.servers.place import Place, place_named

_WORKERS = 2

Outcomes = tuple[list[Outcome], list[Outcome]]
"""Metaflow's, then flowc's, of each command."""


class RunBoth(Protocol):
    def __call__(
        self, case: Case, datastore: str = FOLDER, *, for_metaflow: Case | None = None
    ) -> Outcomes:
        """The outcomes of a case; Metaflow may run its own version of it."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Pairs each of a module's `CASES` with the datastores that it runs on.

    A test without `case` runs on those that `--datastore` names, or on a folder.
    """
    asked_for = metafunc.config.getoption("--datastore") or []
    if {"case", "datastore"} <= set(metafunc.fixturenames):
        pairs = cases_by_datastore(metafunc.module.CASES, asked_for)
        parameters = [
            pytest.param(case, name, id=case.name if name == FOLDER else f"{case.name}-{name}")
            for case, name in pairs
        ]
        metafunc.parametrize(("case", "datastore"), parameters)
    elif "datastore" in metafunc.fixturenames:
        metafunc.parametrize("datastore", asked_for or [FOLDER])


@pytest.fixture(scope="module")
def run_both(
    request: pytest.FixtureRequest,
    metaflow_python: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RunBoth]:
    """All cases of the file that were selected are under way from the start.

    Those of other files may be another process's.
    """
    selected = list(_selected(request))
    places = _places(request, [datastore for _, datastore in selected])
    # Two threads that ask for it first would each make one of their own.
    tmp_path_factory.getbasetemp()

    def run(case: Case, datastore: str, for_metaflow: Case | None = None) -> Outcomes:
        folders = [tmp_path_factory.mktemp(f"{case.name}-{side}") for side in ("metaflow", "flowc")]
        return (
            metaflow_outcomes(for_metaflow or case, metaflow_python, folders[0]),
            flowc_outcomes(case, metaflow_python, folders[1], places[datastore]),
        )

    with ThreadPoolExecutor(_WORKERS) as pool:
        under_way = {
            (case.name, datastore): pool.submit(run, case, datastore)
            for case, datastore in selected
            if datastore in places
        }

        def wait(
            case: Case, datastore: str = FOLDER, *, for_metaflow: Case | None = None
        ) -> Outcomes:
            if datastore not in places:
                places[datastore] = place_named(request, datastore)
            future = under_way.get((case.name, datastore))
            return (future or pool.submit(run, case, datastore, for_metaflow)).result()

        yield wait
        pool.shutdown(cancel_futures=True)


def _selected(request: pytest.FixtureRequest) -> Iterator[tuple[Case, str]]:
    for item in request.session.items:
        if isinstance(item, pytest.Function) and item.module is request.module:
            parameters = item.callspec.params if hasattr(item, "callspec") else {}
            case, datastore = parameters.get("case"), parameters.get("datastore")
            if isinstance(case, Case) and isinstance(datastore, str):
                yield case, datastore


def _places(request: pytest.FixtureRequest, names: Iterable[str]) -> dict[str, Place | None]:
    """The places of datastores, without those whose server this machine cannot run."""
    places: dict[str, Place | None] = {FOLDER: None}
    for name in dict.fromkeys(names):
        if name != FOLDER:
            with suppress(pytest.skip.Exception):
                places[name] = place_named(request, name)
    return places
