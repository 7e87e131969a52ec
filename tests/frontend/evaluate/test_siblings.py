"""Constants that come from other modules of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.diagnostics.catalogue.source import SyntaxProblem
from tests.frontend.sources import Sources, problem, value


class TestSiblings:
    CONSTS = "N = 2\nTABLE = {'a': {'b': N * 2}}\n__all__ = ['N']\n"

    @pytest.mark.parametrize(
        "flow",
        [
            "from consts import TABLE\nTABLE['a']['b']",
            "from consts import TABLE as T\nT['a']['b']",
            "import consts\nconsts.TABLE['a']['b']",
            "import consts as c\nX = c.N\nX * 2",
            "from .consts import N\nN + N",
            "from consts import *\nN * 2",
            "from between import N\nN * 2",
            "import between\nbetween.consts.N * 2",
        ],
    )
    def test_value(self, tmp_path: Path, flow: str) -> None:
        between = "import consts\nfrom consts import N\n"
        assert value(tmp_path, flow, consts=self.CONSTS, between=between) == 4

    def test_what_is_wrong_is_shown_in_the_sibling(self, tmp_path: Path) -> None:
        sources = Sources(
            tmp_path, {"flow.py": "from consts import X\nX", "consts.py": "A = 1\nX = A / 0\n"}
        )
        found = sources.problem()
        assert (found.span.file, sources.text(found)) == ("consts.py", "A / 0")

    def test_a_sibling_with_a_syntax_error_says_so(self, tmp_path: Path) -> None:
        sources = Sources(tmp_path, {"flow.py": "from consts import X\nX", "consts.py": "X = (\n"})
        assert isinstance(sources.problem(), SyntaxProblem)
        assert sources.report.diagnostics == (sources.problem(),)

    def test_a_change_of_an_imported_table_counts(self, tmp_path: Path) -> None:
        flow = "from consts import TABLE\nTABLE['c'] = 1\nlen(TABLE)"
        assert value(tmp_path, flow, consts=self.CONSTS) == 2
        assert value(tmp_path, "from consts import TABLE\nlen(TABLE)", consts=self.CONSTS) == 1

    def test_a_circle_of_constants(self, tmp_path: Path) -> None:
        found = problem(
            tmp_path,
            "from a import X\nX",
            a="from b import Y\nX = Y + 1\n",
            b="from a import X\nY = X + 1\n",
        )
        assert found[:2] == ("FC410", "the value of `X` depends on itself")

    def test_a_circle_of_imports_alone_is_fine(self, tmp_path: Path) -> None:
        a = "import b\nX = b.Y + 1\n"
        assert value(tmp_path, "from a import X\nX", a=a, b="import a\nY = 1\n") == 2
