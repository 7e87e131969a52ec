"""Attributes of classes: constants, bases, enumerations. And what is no constant at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.frontend.names import Class, Function, Symbol
from tests.frontend.sources import problem, value


class TestClasses:
    CLASSES = """
import enum
from enum import Enum, IntEnum
Z = 9
class Base:
    CPU = 2
    LIMIT = Z
class Sizes(Base):
    MEMORY = 4
    BIG = MEMORY * 10
    BIG += 1
    class Inner:
        DEEP = 'x'
    def method(self): pass
class Color(enum.Enum):
    RED = 'red'
    _private = 1
class Level(IntEnum):
    LOW = 1
class Stage(str, Enum):
    DEV = 'dev'
class Outside(lib.Thing):
    X = 1
"""

    @pytest.mark.parametrize(
        ("expression", "expected"),
        [
            ("Sizes.MEMORY", 4),
            ("Sizes.BIG", 41),
            ("Sizes.CPU + Sizes.LIMIT", 11),
            ("Sizes.Inner.DEEP", "x"),
            ("Color.RED.value", "red"),
            ("Color.RED.name", "RED"),
            ("Color._private", 1),
            ("Level.LOW", 1),
            ("Level.LOW + 1", 2),
            ("Stage.DEV", "dev"),
            ("Stage.DEV.value.upper()", "DEV"),
            ("{Stage.DEV: 1}", {"dev": 1}),
            ("Outside.X", 1),
        ],
    )
    def test_value(self, tmp_path: Path, expression: str, expected: object) -> None:
        assert value(tmp_path, self.CLASSES + expression) == expected

    @pytest.mark.parametrize(
        ("expression", "code", "message"),
        [
            (
                "Sizes.MEMROY",
                "FC412",
                "the class `Sizes` has no attribute `MEMROY`; did you mean `MEMORY`?",
            ),
            (
                "Outside.Y",
                "FC402",
                "the value of `Outside.Y` is not known: `lib` is not part of this project",
            ),
            ("Color.RED", "FC415", "this is a member of an enumeration, not a plain value"),
            ("f'{Color.RED}'", "FC415", "this is a member of an enumeration, not a plain value"),
            ("Sizes().MEMORY", "FC400", "what `Sizes()` returns is only known when the code runs"),
            (
                "Sizes.method()",
                "FC407",
                "this raises TypeError: `method()` does not take these arguments",
            ),
        ],
    )
    def test_no_value(self, tmp_path: Path, expression: str, code: str, message: str) -> None:
        assert problem(tmp_path, self.CLASSES + expression)[:2] == (code, message)


class TestReferences:
    def test_callables_and_types(self, tmp_path: Path) -> None:
        flow = "from metaflow import JSONType as J\ndef f(): pass\nclass C: pass\n[int, J, f, C]"
        found = value(tmp_path, flow)
        assert isinstance(found, list)
        assert found[:2] == [Symbol("builtins.int"), Symbol("metaflow.JSONType")]
        assert isinstance(found[2], Function)
        assert isinstance(found[3], Class)

    def test_a_lambda(self, tmp_path: Path) -> None:
        found = value(tmp_path, "lambda context: context.x")
        assert isinstance(found, Function)
        assert found.name == "<lambda>"
