"""Calls of functions of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontend.sources import Sources, problem, value


class TestFunctions:
    """Calls of functions that only assign, test and return."""

    @pytest.mark.parametrize(
        ("flow", "expected"),
        [
            ("def gb(n):\n    return n * 1024\ngb(2)", 2048),
            ("def gb(n, unit=1024):\n    'doc'\n    return n * unit\ngb(unit=10, n=2)", 20),
            ("K = 3\ndef f(a):\n    b, c = a, K\n    b += c\n    return b\nf(1)", 4),
            (
                "def f(a):\n  if a > 1:\n    return 'x'\n  else: pass\n  return 'y'\nf(1) + f(2)",
                "yx",
            ),
            ("def f():\n    import os.path as p\n    return p.join('a', 'b')\nf()", "a/b"),
            ("def f():\n    from consts import X as Y\n    return Y\nf()", 7),
            ("def f():\n    pass\nf()", None),
            ("def f():\n    return\nf()", None),
            ("f = lambda a: [x + a for x in (1, 2)]\nf(1)", [2, 3]),
            ("def f(n):\n    return 1 if n < 2 else n * f(n - 1)\nf(5)", 120),
            ("def f(*, a=1):\n    return a\ndef g():\n    return 1\ng()", 1),
            ("def f(): return X\nX = 3\nf()", 3),
            ("from consts import twice\ntwice('ab')", "abab"),
            ("import consts\nconsts.twice(n=2)", 4),
        ],
    )
    def test_value(self, tmp_path: Path, flow: str, expected: object) -> None:
        assert value(tmp_path, flow, consts="X = 7\ndef twice(n):\n    return n * 2\n") == expected

    @pytest.mark.parametrize(
        "function",
        [
            "def f():\n    for x in range(3): pass\n    return 1",
            "def f():\n    print('x')\n    return 1",
            "async def f():\n    return 1",
            "def f():\n    yield 1",
            "@cache\ndef f():\n    return 1",
            "def f(*a):\n    return 1",
            "def f():\n    x = {}\n    x['a'] = 1\n    return x",
            "def f():\n    from os import *\n    return 1",
            "def f():\n    def g(): pass\n    return g",
        ],
    )
    def test_what_is_not_followed(self, tmp_path: Path, function: str) -> None:
        assert problem(tmp_path, f"{function}\nf()")[:3] == (
            "FC400",
            "what `f()` returns is only known when the code runs",
            "f()",
        )

    def test_the_cause_inside_of_the_function_is_shown(self, tmp_path: Path) -> None:
        flow = "def f(a):\n    b = a + input()\n    return b\n1 + f(2)"
        sources = Sources(tmp_path, {"flow.py": flow})
        found = sources.problem()
        assert (found.code, sources.text(found)) == ("FC400", "f(2)")
        (related,) = found.related
        assert related.span.line == 2
        assert related.label == "what `input()` returns is only known when the code runs"

    @pytest.mark.parametrize("call", ["f()", "f(1, 2, 3)", "f(1, a=2)", "f(1, c=2)"])
    def test_wrong_arguments(self, tmp_path: Path, call: str) -> None:
        found = problem(tmp_path, f"def f(a, b=1):\n    return a\n{call}")
        assert found[1] == "this raises TypeError: `f()` does not take these arguments"
        assert found[2] == call

    def test_endless_and_branching_recursion_is_refused(self, tmp_path: Path) -> None:
        assert problem(tmp_path, "def f(n):\n    return f(n + 1)\nf(1)")[0] == "FC400"
        flow = "def f(n):\n    return 1 if n < 1 else f(n - 1) + f(n - 1)\nf(30)"
        assert problem(tmp_path, flow)[0] == "FC400"
