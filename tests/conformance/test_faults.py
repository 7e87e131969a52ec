"""The runs on the faulty store did meet faults: without any they would prove nothing."""

from __future__ import annotations

import pytest

from tests.conformance.conftest import RunBoth
from tests.conformance.test_conformance import CASES
from tests.servers.faults import HANDLED_ALL_THE_SAME
from tests.servers.faulty_s3 import FaultyServer

pytestmark = [pytest.mark.conformance, pytest.mark.metaflow]


def test_a_run_meets_faults(
    pytestconfig: pytest.Config, run_both: RunBoth, faulty_s3: FaultyServer
) -> None:
    if "s3-faulty" not in (pytestconfig.getoption("--datastore") or ["s3-faulty"]):
        pytest.skip("nothing runs on it")
    (wide,) = (case for case in CASES if case.name == "wide")
    run_both(wide, "s3-faulty")
    injected = faulty_s3.faults.injected
    assert injected.total() > faulty_s3.faults.requests / 20
    assert any(fault in injected for fault in HANDLED_ALL_THE_SAME)
