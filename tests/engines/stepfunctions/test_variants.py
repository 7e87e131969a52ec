"""The cases of each variant have steps that are run so."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.pipeline import compile_flow
from tests.conformance.case import Case
from tests.engines.stepfunctions.test_conformance import CASES, SETTINGS
from tests.engines.stepfunctions.variants import VARIANTS, Variant

pytestmark = pytest.mark.stepfunctions


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_what_was_chosen_is_there(variant: Variant) -> None:
    assert set(variant.cases) <= {case.name for case in CASES}
    assert len(set(variant.cases)) == len(variant.cases)


@pytest.mark.parametrize(
    ("variant", "case"),
    [
        pytest.param(variant, case, id=variant.of(case).name)
        for variant in VARIANTS
        if variant.cases
        for case in variant.chosen(CASES)
    ],
)
def test_its_steps_are_run_so(variant: Variant, case: Case, tmp_path: Path) -> None:
    case = variant.of(case)
    case.write(tmp_path)
    (tmp_path / "pyproject.toml").touch()
    command = case.commands[0]
    flow = f"{tmp_path / command.script}:{case.flow_of(command)}"
    documents = compile_flow(flow, "stepfunctions", variant.settings_from(SETTINGS)).documents
    machine = next(text for path, text in documents.items() if path.endswith(".asl.json"))
    assert variant.sign in machine.decode()
