"""What Metaflow itself leaves and what flowc leaves of the same flow is the same.

Compared are the exit status, the tasks that ran and which of them were reused, the number
of attempts, every artifact of every task, and what the steps printed. `datastores` tells which
kinds of datastore flowc's run is kept in.
"""

from __future__ import annotations

import pytest

from tests.conformance.case import Case
from tests.conformance.compare import assert_same
from tests.conformance.conftest import RunBoth
from tests.conformance.generate import generated_cases
from tests.conformance.handwritten import handwritten_cases

pytestmark = [pytest.mark.conformance, pytest.mark.metaflow]

CASES = [*generated_cases(), *handwritten_cases()]


def test_flowc_does_what_metaflow_does(case: Case, datastore: str, run_both: RunBoth) -> None:
    assert_same(case, *run_both(case, datastore))
