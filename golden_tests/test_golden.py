"""Every flow gives these exact bytes, and every mistake this exact text.

`make golden` writes the files anew, for a person to read what changed.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from golden_tests.cases import (
    AIRFLOW,
    EXPECTED,
    FOLDERS,
    HERE,
    LOCKS,
    STEPFUNCTIONS,
    TARGETS,
    Case,
    cases,
    compile_case,
)
from tests.schemas.validate import validate_documents

FLOWS = cases("flows")
REJECTED = cases("rejected")
REJECTED_BY_ONE = [
    pytest.param(target, case, id=f"{target}-{case.name}")
    for target in FOLDERS
    for case in cases(f"rejected/{target}")
]
CANNOT_RUN = {
    AIRFLOW: set[str](),
    STEPFUNCTIONS: {
        "platform_settings",
        "runtime_injected",
        "trigger_events",
        "trigger_on_finish",
    },
}
"""The flows that a target has to refuse; `diagnostics.txt` says why."""

Compare = Callable[[Path, bytes], None]

pytestmark = pytest.mark.golden


def named(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("case", FLOWS, ids=named)
def test_document(case: Case, target: str, golden: Compare) -> None:
    compiled = compile_case(case, target)
    assert compiled.document is not None, compiled.diagnostics
    golden(EXPECTED / target / f"{case.name}.{TARGETS[target]}", compiled.document)


@pytest.mark.parametrize("target", FOLDERS)
@pytest.mark.parametrize("case", FLOWS, ids=named)
def test_folder(case: Case, target: str, golden: Compare) -> None:
    folder = EXPECTED / target / case.name
    compiled = compile_case(case, target)
    assert bool(compiled.documents) == (case.name not in CANNOT_RUN[target]), compiled.diagnostics
    written = dict(compiled.documents)
    if compiled.diagnostics:
        written["diagnostics.txt"] = compiled.diagnostics.encode()
    for name, content in written.items():
        golden(folder / name, content)
    assert {path.name for path in folder.iterdir()} == written.keys()


@pytest.mark.parametrize("case", FLOWS, ids=named)
def test_warnings(case: Case, golden: Compare) -> None:
    path = EXPECTED / "warnings" / f"{case.name}.txt"
    warnings = compile_case(case, "argo").diagnostics
    if warnings or path.exists():
        golden(path, warnings.encode())


@pytest.mark.parametrize("case", FLOWS, ids=named)
def test_argo_document_is_valid(case: Case) -> None:
    document = compile_case(case, "argo").document
    assert document is not None
    assert validate_documents(document) == []


def test_locks() -> None:
    """They come from the project as they are, each for the flows that need it."""
    bundled: dict[str, bytes] = {}
    for case in FLOWS:
        bundled |= compile_case(case, "argo").locks
    files = {f"environments/{path.name}": path.read_bytes() for path in LOCKS.glob("*.txt")}
    assert bundled == files


@pytest.mark.parametrize("case", REJECTED, ids=named)
def test_rejected(case: Case, golden: Compare) -> None:
    compiled = compile_case(case, "argo")
    assert compiled.document is None, "this flow should have been refused"
    golden(HERE / "rejected" / f"{case.name}.txt", compiled.diagnostics.encode())


@pytest.mark.parametrize(("target", "case"), REJECTED_BY_ONE)
def test_rejected_by_one_target(target: str, case: Case, golden: Compare) -> None:
    compiled = compile_case(case, target)
    golden(case.source.with_suffix(".txt"), compiled.diagnostics.encode())


def test_nothing_is_left_over() -> None:
    """A golden file whose flow is gone would be believed to test something."""
    names = {case.name for case in FLOWS}
    stale = [path.name for path in EXPECTED.glob("*/*") if path.stem not in names]
    rejected = {case.name for case in REJECTED}
    stale += [path.name for path in (HERE / "rejected").glob("*.txt") if path.stem not in rejected]
    assert stale == []
