"""A project on disk made of texts, and what the frontend makes of expressions in it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import SourceFile
from compiler.frontend.environment import EnvironmentPolicy
from compiler.frontend.evaluate import ConfigBinding, Evaluator, NotStatic, Scope
from compiler.frontend.modules import Module, Modules
from compiler.frontend.names import Reference, resolve
from compiler.frontend.project import Project


class Sources:
    """The files of a project; `flow.py` is the one that expressions are looked at in."""

    def __init__(self, folder: Path, files: Mapping[str, str | bytes]) -> None:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.folder = folder
        self.report = Report()
        self.modules = Modules(Project(folder), self.report)

    def module(self, name: str = "flow.py") -> Module:
        module = self.modules.load(self.folder / name)
        assert module is not None, self.report.diagnostics
        return module

    def expression(self, name: str = "flow.py") -> ast.expr:
        """The last statement of a file, which is to be an expression."""
        last = self.module(name).tree.body[-1]
        assert isinstance(last, ast.Expr)
        return last.value

    def resolve(self, name: str = "flow.py") -> Reference | None:
        """What the last expression of a file refers to."""
        return resolve(self.expression(name), self.module(name), self.modules)

    def value(
        self,
        policy: EnvironmentPolicy | None = None,
        configs: Mapping[str, ConfigBinding] | None = None,
        names: Mapping[str, ast.expr] | None = None,
    ) -> object:
        """What the last expression of the flow is worth."""
        evaluator = Evaluator(self.modules, policy or EnvironmentPolicy(), self.report)
        scope = Scope(self.module(), names or {}, configs or {})
        return evaluator.evaluate(self.expression(), scope)

    def problem(
        self,
        policy: EnvironmentPolicy | None = None,
        configs: Mapping[str, ConfigBinding] | None = None,
    ) -> Diagnostic:
        """Why the last expression of the flow has no value."""
        try:
            value = self.value(policy, configs)
        except NotStatic as unknown:
            return unknown.diagnostic
        raise AssertionError(f"this has a value: {value!r}")

    def text(self, diagnostic: Diagnostic) -> str:
        """The source that a diagnostic points at, on its first line."""
        span = diagnostic.span
        line = self.modules.sources[span.file].lines[span.line - 1]
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        return line[span.column - 1 : end]


def value(tmp_path: Path, flow: str, **files: str) -> object:
    """The value of the last expression of a flow with some modules next to it."""
    return project(tmp_path, flow, files).value()


def problem(tmp_path: Path, flow: str, **files: str) -> tuple[str, str, str, int]:
    """Code and message of what is wrong, and the text it points at, with its line."""
    sources = project(tmp_path, flow, files)
    found = sources.problem()
    return found.code, found.message, sources.text(found), found.span.line


def project(folder: Path, flow: str, modules: Mapping[str, str]) -> Sources:
    files = {f"{name}.py": text for name, text in modules.items()}
    return Sources(folder, {"flow.py": flow, **files})


def evaluate(text: str) -> object:
    """The value of an expression in a module with nothing else in it."""
    module = Module(SourceFile.of("flow.py", text), ast.parse(""), Path("/p/flow.py"))
    report = Report()
    evaluator = Evaluator(Modules(Project(Path("/p")), report), EnvironmentPolicy(), report)
    return evaluator.evaluate(ast.parse(text, mode="eval").body, Scope(module))


def refusal(text: str) -> tuple[str, str, str]:
    """The code and the message of what is wrong, and the text it points at."""
    try:
        value = evaluate(text)
    except NotStatic as unknown:
        found = unknown.diagnostic
        place = text[found.span.column - 1 : found.span.end_column - 1]
        return found.code, found.message, place
    raise AssertionError(f"{text} has a value: {value!r}")
