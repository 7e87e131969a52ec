"""Runs the selected cases beforehand, two at a time: nearly all of the time is theirs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import pytest

from tests.conformance.case import Case
from tests.conformance.flowc_side import flowc_outcomes
from tests.conformance.metaflow_side import metaflow_outcomes
from tests.conformance.outcome import Outcome
from tests.environments import METAFLOW_LOCK, environment

_WORKERS = 2

Outcomes = tuple[list[Outcome], list[Outcome]]
"""Metaflow's, then flowc's, of each command."""


class RunBoth(Protocol):
    def __call__(self, case: Case, *, for_metaflow: Case | None = None) -> Outcomes:
        """The outcomes of a case; Metaflow may run its own version of it."""


@pytest.fixture(scope="session")
def metaflow_python() -> Path:
    """An interpreter that has Metaflow."""
    return environment("metaflow", sys.executable, METAFLOW_LOCK)


@pytest.fixture(scope="session")
def run_both(
    request: pytest.FixtureRequest,
    metaflow_python: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RunBoth]:
    """All cases that were selected are under way from the start."""

    def run(case: Case, for_metaflow: Case | None = None) -> Outcomes:
        folders = [tmp_path_factory.mktemp(f"{case.name}-{side}") for side in ("metaflow", "flowc")]
        return (
            metaflow_outcomes(for_metaflow or case, metaflow_python, folders[0]),
            flowc_outcomes(case, metaflow_python, folders[1]),
        )

    with ThreadPoolExecutor(_WORKERS) as pool:
        under_way = {case.name: pool.submit(run, case) for case in _selected(request.session)}

        def wait(case: Case, *, for_metaflow: Case | None = None) -> Outcomes:
            future = under_way.get(case.name) or pool.submit(run, case, for_metaflow)
            return future.result()

        yield wait
        pool.shutdown(cancel_futures=True)


def _selected(session: pytest.Session) -> Iterator[Case]:
    for item in session.items:
        if isinstance(item, pytest.Function) and hasattr(item, "callspec"):
            case = item.callspec.params.get("case")
            if isinstance(case, Case):
                yield case
