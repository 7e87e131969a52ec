"""Whatever stands in a file, flowc answers with diagnostics and never with a traceback."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compiler.diagnostics.render.text import render_text
from compiler.pipeline import check_flow
from golden_tests.cases import Case, cases

FLOWS = cases("flows")
WORDS = [
    *("self", "None", "True", "''", "0", "-1", "[]", "{}", "()", "lambda: 1", "inputs", "*x"),
    *("foreach=", "condition=", "num_parallel=", "@step", "@resources(", "f'{x}'", "=", ".", ","),
]


def mutate(text: str, seed: int) -> str:
    """The text with a few words dropped, doubled, swapped or replaced by others."""
    chooser = random.Random(seed)
    pieces = text.replace("(", " ( ").split(" ")
    for _ in range(chooser.randint(1, 4)):
        at = chooser.randrange(len(pieces))
        match chooser.randrange(4):
            case 0:
                del pieces[at]
            case 1:
                pieces.insert(at, pieces[at])
            case 2:
                other = chooser.randrange(len(pieces))
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case _:
                pieces[at] = chooser.choice(WORDS)
    return " ".join(pieces)


@pytest.mark.parametrize("case", FLOWS, ids=lambda case: case.name)
def test_mutated_flows(case: Case, tmp_path: Path) -> None:
    source = case.source.read_text()
    (tmp_path / "flowc.toml").touch()
    flow = tmp_path / "flow.py"
    for seed in range(12):
        flow.write_text(mutate(source, seed))
        checked = check_flow(flow, "argo")
        text = render_text(checked.report.diagnostics, checked.sources)
        assert (checked.program is None) == ("error[" in text)


@given(st.text(max_size=200))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "flowc.toml").touch()
    flow = tmp_path / "flow.py"
    flow.write_text(text, encoding="utf-8", errors="surrogatepass")
    assert check_flow(flow).program is None
