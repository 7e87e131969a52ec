"""Constants of modules, and the statements that bind and change them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.frontend.sources import Sources, problem, value


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        ("X = 1\nX = 2\nX", 2),
        ("X: int = 3\nX", 3),
        ("X = Y = 3\nX + Y", 6),
        ("A, B = 1, 2\n(A, B)", (1, 2)),
        ("A, (B, *C), D = 1, (2, 3, 4), 5\n[A, B, C, D]", [1, 2, [3, 4], 5]),
        ("*A, B = 'abc'\n(A, B)", (["a", "b"], "c")),
        ("[A, B] = {'k': 1, 'l': 2}\nA + B", "kl"),
        ("X = 1\nX += 2\nX *= 5\nX", 15),
        ("X = [1]\nX += [2]\nX.append(3)\nX.extend([4])\nX.insert(0, 0)\nX", [0, 1, 2, 3, 4]),
        ("X = {1}\nX.add(2)\nX.discard(1)\nX", {2}),
        (
            "D = {'a': 1}\nD['b'] = 2\nD.update(c=3, **{'d': 4})\nD",
            {"a": 1, "b": 2, "c": 3, "d": 4},
        ),
        ("D = {'a': {'b': [1]}}\nD['a']['b'] = 2\nD['a']['b'] += 3\nD", {"a": {"b": 5}}),
        ("D = {}\nD.setdefault('x', 1)\nD |= {'y': 2}\nD", {"x": 1, "y": 2}),
        ("D = {'a': 1}\nE = D\nF = {**D, 'b': 2}\nF", {"a": 1, "b": 2}),
        ("X = 1\nX = X + 1\nX = X * 10\nX", 20),
        ("A = 1\nB = A\nA = 2\nB", 1),
        ("import os\nX = 'a'\nprint(X)\nX", "a"),
        ("X = 'a'\nsetup(X)\nX", "a"),
        ("X = [1]\nprint(X)\nX", [1]),
        ("DEBUG = False\nif DEBUG:\n    X = 1\nelif 1 > 2:\n    X = 2\nelse:\n    X = 3\nX", 3),
        ("X = 1\nif X == 1:\n    X = 5\nX", 5),
        ("X = 1\nif __name__ == '__main__':\n    X = 5\nX", 1),
        ("from typing import TYPE_CHECKING\nX = 1\nif TYPE_CHECKING:\n    X = 2\nX", 1),
        ("try:\n    from consts import X\nexcept ImportError:\n    X = 0\nX", 7),
        ("try:\n    X = 1\nfinally:\n    pass\nX", 1),
        ("with quiet() as q:\n    X = 1\nX", 1),
        ("def f():\n    X = 5\nX = 1\nX", 1),
        ("X = 4; Y = X; Y", 4),
        ("import math\nfrom string import digits\nround(math.pi, 2), digits", (3.14, "0123456789")),
        ("__name__", "flow"),
        ("import sys\nX = 'new' if sys.version_info[0] >= 3 else 'old'\nX", "new"),
        ("import sys\nsys.version_info.major", 3),
        ("import string\nstring.digits.replace('0', 'x')", "x123456789"),
        ("import platform\nplatform.python_version_tuple()[0]", "3"),
        ("import json\njson.loads('{\"a\": [1]}')['a']", [1]),
        ("import json\njson.dumps({'b': 1, 'a': [None]}, sort_keys=True)", '{"a": [null], "b": 1}'),
        ("from datetime import timedelta\ntimedelta(hours=2).total_seconds()", 7200.0),
        ("from datetime import timedelta\n(timedelta(1) * 2).days", 2),
        ("from collections import OrderedDict\nOrderedDict(a=1)", {"a": 1}),
        ("from textwrap import dedent\ndedent('  a')", "a"),
    ],
)
def test_value(tmp_path: Path, flow: str, expected: object) -> None:
    found = value(tmp_path, flow, consts="X = 7\n")
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("flow", "code", "message", "place", "line"),
    [
        (
            "for i in range(3):\n    X = i\nX",
            "FC404",
            "the value of `X` is not known: it is set in a loop",
            "X = i",
            2,
        ),
        (
            "while go():\n    X = 1\nX",
            "FC404",
            "the value of `X` is not known: it is set in a loop",
            "X = 1",
            2,
        ),
        (
            "for X in [1]:\n    pass\nX",
            "FC404",
            "the value of `X` is not known: it is set by a loop",
            "for X in [1]:",
            1,
        ),
        (
            "with open('x') as X:\n    pass\nX",
            "FC404",
            "the value of `X` is not known: it is set by a `with` statement",
            "with open('x') as X:",
            1,
        ),
        (
            "X = 1\nif go():\n    X = 2\nX",
            "FC404",
            "the value of `X` is not known: it is set under a condition that is not known",
            "X = 2",
            3,
        ),
        (
            "if 1 > 2:\n    X = 2\nX",
            "FC404",
            "the value of `X` is not known: it is set only under some conditions",
            "X = 2",
            2,
        ),
        (
            "try:\n    X = 1\nexcept KeyError:\n    X = 2\nX",
            "FC404",
            "the value of `X` is not known: it is set in an `except` clause too",
            "X = 2",
            4,
        ),
        (
            "X = 1\ndef f():\n    global X\n    X = 2\nX",
            "FC404",
            "the value of `X` is not known: it is set by a function, with `global`",
            "X = 1",
            1,
        ),
        (
            "X = 1\ndel X\nX",
            "FC404",
            "the value of `X` is not known: it is set by `del`",
            "del X",
            2,
        ),
        (
            "X = [1]\nshuffle(X)\nX",
            "FC404",
            "the value of `X` is not known: it is set and then changed in place",
            "shuffle(X)",
            2,
        ),
        (
            "X = {'a': 1}\ndel X['a']\nX",
            "FC404",
            "the value of `X` is not known: it is set and then changed in place",
            "del X['a']",
            2,
        ),
        (
            "X = [3]\nX[:] = []\nX",
            "FC404",
            "the value of `X` is not known: it is set and then changed in place",
            "X[:] = []",
            2,
        ),
        (
            "match 1:\n    case 1:\n        X = 1\nX",
            "FC404",
            "the value of `X` is not known: it is set by a `match`",
            "X = 1",
            3,
        ),
        (
            "class C: x = 1\nC.x = 2\nC.x",
            "FC404",
            "the value of `C` is not known: it is set and then changed in place",
            "C.x = 2",
            2,
        ),
        (
            "X = input()\nY = X + 1\nY",
            "FC400",
            "what `input()` returns is only known when the code runs",
            "input()",
            1,
        ),
        ("X", "FC401", "`X` is not defined here", "X", 1),
        (
            "MEMORY = 1\nMEMROY",
            "FC401",
            "`MEMROY` is not defined here; did you mean `MEMORY`?",
            "MEMROY",
            2,
        ),
        (
            "(X, 1)\nX = 1\nX\nX = (Y,)\nY = 1\nX",
            "FC401",
            "`Y` is not defined here, only further down",
            "Y",
            4,
        ),
        (
            "import torch\ntorch.gpus",
            "FC402",
            "the value of `torch.gpus` is not known: `torch` is not part of this project",
            "torch.gpus",
            2,
        ),
        (
            "from settings import CPU\n1 + CPU",
            "FC402",
            "the value of `CPU` is not known: `settings` is not part of this project",
            "CPU",
            2,
        ),
        (
            "from lib import *\n1 + CPU",
            "FC402",
            "the value of `CPU` is not known: `lib` is not part of this project",
            "CPU",
            2,
        ),
        (
            "import os\nos",
            "FC402",
            "the value of `os` is not known: `os` is not part of this project",
            "os",
            2,
        ),
        ("import consts\nconsts", "FC415", "this is a module, not a plain value", "consts", 2),
        ("import consts\nconsts.Z", "FC412", "`consts.py` has no attribute `Z`", "consts.Z", 2),
        (
            "X = 1\nX += 'a'\nX",
            "FC407",
            "this raises TypeError: `+` does not work on an int and a str",
            "X += 'a'",
            2,
        ),
        (
            "A, B = 1, 2, 3\nA, C = 1\nC",
            "FC407",
            "this raises TypeError: an int cannot be unpacked",
            "1",
            2,
        ),
        (
            "import sys\nsys.version_info >= (3, 11)",
            "FC407",
            "this raises TypeError: `>=` does not work on a version of Python and a tuple",
            "sys.version_info >= (3, 11)",
            2,
        ),
        (
            "from datetime import timedelta\ntimedelta(1)",
            "FC415",
            "this is a timedelta, not a plain value",
            "timedelta(1)",
            2,
        ),
    ],
)
def test_no_value(
    tmp_path: Path, flow: str, code: str, message: str, place: str, line: int
) -> None:
    assert problem(tmp_path, flow, consts="X = 7\n") == (code, message, place, line)


def test_the_reason_of_an_unknown_condition_is_shown(tmp_path: Path) -> None:
    sources = Sources(tmp_path, {"flow.py": "if input():\n    X = 1\nX"})
    (related,) = sources.problem().related
    assert (related.span.line, related.label) == (
        1,
        "what `input()` returns is only known when the code runs",
    )


def test_a_long_chain_of_constants_is_refused_or_right(tmp_path: Path) -> None:
    chain = "X0 = 1\n" + "".join(f"X{i} = X{i - 1} + 1\n" for i in range(1, 400))
    assert value(tmp_path, chain + "X50") == 51
    assert problem(tmp_path, chain + "X399")[0] == "FC409"


def test_values_are_the_same_every_time(tmp_path: Path) -> None:
    sources = Sources(tmp_path, {"flow.py": "X = {'a': [1]}\nY = X\nY"})
    assert sources.value() == sources.value() == {"a": [1]}
