"""Names of the class body, and names inside of functions."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from compiler.frontend.environment import EnvironmentPolicy
from compiler.frontend.evaluate import Evaluator, NotStatic, Scope
from tests.frontend.sources import Sources


class TestScope:
    """What the caller says of the class body, and names inside of functions."""

    FLOW = """
N = 1
LATE = 0
class F:
    N = 10
    M = N + 1
    def start(self, other=N):
        local = 4
        self.next(self.a, num_parallel={})
LATE = 5
"""

    def evaluate(self, tmp_path: Path, expression: str) -> object:
        sources = Sources(tmp_path, {"flow.py": self.FLOW.format(expression)})
        module = sources.module()
        body = next(node for node in module.tree.body if isinstance(node, ast.ClassDef)).body
        names = {
            node.targets[0].id: node.value
            for node in body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        call = next(node for node in ast.walk(module.tree) if isinstance(node, ast.keyword))
        evaluator = Evaluator(sources.modules, EnvironmentPolicy(), sources.report)
        return evaluator.evaluate(call.value, Scope(module, names))

    def problem(self, tmp_path: Path, expression: str) -> str:
        with pytest.raises(NotStatic) as raised:
            self.evaluate(tmp_path, expression)
        return raised.value.diagnostic.message

    def test_in_a_function_names_are_those_of_the_finished_module(self, tmp_path: Path) -> None:
        assert self.evaluate(tmp_path, "LATE") == 5
        assert self.evaluate(tmp_path, "N") == 1

    def test_self_reaches_the_constants_of_the_class(self, tmp_path: Path) -> None:
        assert self.evaluate(tmp_path, "self.N") == 10
        assert self.evaluate(tmp_path, "self.M * 2") == 22

    def test_locals_parameters_and_artifacts(self, tmp_path: Path) -> None:
        assert self.problem(tmp_path, "local") == "`local` only has a value when `start` runs"
        assert self.problem(tmp_path, "other") == "`other` only has a value when `start` runs"
        assert self.problem(tmp_path, "self") == "`self` only has a value when `start` runs"
        assert self.problem(tmp_path, "self.x + 1") == "`self.x` only has a value when `start` runs"

    def test_a_class_constant_shadows_the_modules(self, tmp_path: Path) -> None:
        sources = Sources(tmp_path, {"flow.py": "N = 1\nM = 2\nN + M"})
        names = {"N": ast.parse("N + 10", mode="eval").body}
        # The class constant is made from the name of the module that it hides.
        ast.increment_lineno(names["N"], 5)
        assert sources.value(names=names) == 13
