"""Reads the decorators of a flow given as text, for the tests beside this file."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.frontend.decorators import (
    DecoratorReader,
    FlowDecorations,
    StepDecorations,
    is_step,
)
from compiler.frontend.environment import EnvironmentPolicy
from compiler.frontend.evaluate import Evaluator, Scope
from compiler.frontend.modules import Modules
from compiler.frontend.project import Project


@dataclass(frozen=True)
class Decorated:
    """What was read, and the text of what diagnostics point at."""

    flow: FlowDecorations
    steps: dict[str, StepDecorations]
    report: Report
    modules: Modules

    @property
    def step(self) -> StepDecorations:
        return next(iter(self.steps.values()))

    @property
    def codes(self) -> list[str]:
        return [diagnostic.code for diagnostic in self.report.diagnostics]

    @property
    def only(self) -> Diagnostic:
        (diagnostic,) = self.report.diagnostics
        return diagnostic

    def text(self, span: Span) -> str:
        """The characters of a one-line span."""
        line = self.modules.sources[span.file].lines[span.line - 1]
        return line[span.column - 1 : span.end_column - 1]

    def spots(self) -> list[tuple[str, str]]:
        """The code of every diagnostic, and the characters it points at."""
        return [(d.code, self.text(d.span)) for d in self.report.diagnostics]


def read(folder: Path, text: str, **siblings: str) -> Decorated:
    """Reads the decorators of the last class in a file, and of its methods."""
    for name, sibling in siblings.items():
        path = folder.joinpath(*name.split("__")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(sibling))
    path = folder / "flow.py"
    path.write_text(dedent(text))
    report = Report()
    modules = Modules(Project(folder), report)
    module = modules.load(path)
    assert module is not None
    *_, cls = (node for node in module.tree.body if isinstance(node, ast.ClassDef))
    names = {
        statement.targets[0].id: statement.value
        for statement in cls.body
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
    }
    scope = Scope(module, names)
    reader = DecoratorReader(Evaluator(modules, EnvironmentPolicy(), report), modules, report)
    flow = reader.read_flow([(node, scope) for node in cls.decorator_list], module)
    steps = {}
    for method in cls.body:
        if isinstance(method, ast.FunctionDef):
            decorators = [(node, scope) for node in method.decorator_list]
            if any(is_step(node, module, modules) for node, _ in decorators):
                steps[method.name] = reader.read_step(decorators, flow)
            else:
                reader.check_method(decorators)
    return Decorated(flow, steps, report, modules)


def on_step(folder: Path, *decorators: str, before: str = "", **siblings: str) -> Decorated:
    """Reads decorators that stand above `@step` of a flow's only step."""
    lines = [
        "from metaflow import *",
        dedent(before),
        "class F(FlowSpec):",
        *(f"    {decorator}" for decorator in decorators),
        "    @step",
        "    def start(self): pass",
    ]
    return read(folder, "\n".join(lines), **siblings)


def on_flow(folder: Path, *decorators: str, before: str = "", **siblings: str) -> Decorated:
    """Reads decorators that stand above a flow's class."""
    lines = [
        "from metaflow import *",
        dedent(before),
        *decorators,
        "class F(FlowSpec):",
        "    @step",
        "    def start(self): pass",
    ]
    return read(folder, "\n".join(lines), **siblings)
