"""Every golden state machine and template is what the services' own rules allow."""

from __future__ import annotations

from pathlib import Path

import pytest

from golden_tests.cases import EXPECTED, STEPFUNCTIONS
from tests.validators.asl_validator import NoValidator, problems_of_machines
from tests.validators.cfn_lint import findings

MACHINES = sorted((EXPECTED / STEPFUNCTIONS).glob("*/state-machine.asl.json"))
TEMPLATES = sorted((EXPECTED / STEPFUNCTIONS).glob("*/template.yaml"))


def test_state_machines() -> None:
    assert len(MACHINES) > 60
    try:
        found = problems_of_machines(MACHINES)
    except NoValidator as error:
        pytest.skip(str(error))
    assert found == {}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.parent.name)
def test_template(template: Path) -> None:
    assert [str(match) for match in findings(template.read_text())] == []
