from __future__ import annotations

import pytest

from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.render.common import summary
from tests.diagnostics.render.samples import GPUS, NEXT, REMARK


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], "no errors in flow.py"),
        ([GPUS], "1 error in flow.py"),
        ([NEXT, GPUS, GPUS], "2 errors, 1 warning in flow.py"),
        ([REMARK, NEXT, NEXT], "2 warnings, 1 note in flow.py"),
    ],
)
def test_summary(found: list[Diagnostic], expected: str) -> None:
    assert summary(found, "flow.py") == expected
