"""From a flow's source to a bundle: frontend, checks, region tree, backend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from compiler.backends.backend import Program
from compiler.backends.bundle import Bundle
from compiler.backends.registry import find_backend
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import SourceFile
from compiler.frontend.build import read_flow
from compiler.frontend.environment import EnvironmentPolicy
from compiler.frontend.modules import Modules
from compiler.frontend.project import Project, find_project
from compiler.ir.regions import build_regions
from compiler.passes.order import run_checks
from compiler.settings import Settings

if TYPE_CHECKING:
    from compiler.ir.flow import Flow
    from compiler.package.code_package import CodePackage
    from compiler.package.wanted import PackedFile


@dataclass(frozen=True)
class Checked:
    """What there is to say about a flow.

    `program` is None where the flow has errors. `sources` holds the text of every file
    that a diagnostic may point into, by `Span.file`.
    """

    report: Report
    sources: Mapping[str, SourceFile]
    project: Project
    program: Program | None
    configs: tuple[str, ...] = ()
    """The names of the flow's `Config`s, as far as they could be read."""
    package: CodePackage | None = None
    """What the tasks bring along, where they do."""


class CompilationFailed(Exception):
    """The flow has errors; `checked.report` says which."""

    def __init__(self, checked: Checked) -> None:
        count = len(checked.report.errors)
        super().__init__(f"the flow has {count} error{'s' if count != 1 else ''}")
        self.checked = checked


def split_flow(flow: str | Path) -> tuple[Path, str | None]:
    """The file and the class in `FLOW[:CLASS]`.

    >>> split_flow("flows/train.py:TrainFlow")
    (PosixPath('flows/train.py'), 'TrainFlow')
    """
    path, colon, name = str(flow).rpartition(":")
    if colon and name.isidentifier():
        return Path(path), name
    return Path(flow), None


def check_flow(
    flow: str | Path, target: str | None = None, settings: Settings | None = None
) -> Checked:
    """Reads and checks a flow, for one target where it is named.

    `flow` is a path, with `:Class` where the file has several flows. Never raises for
    what is wrong with the flow; raises `UnknownTarget` and `OSError` for a missing file.

    For a target it goes all the way, since some limits show in the finished documents only.
    """
    settings = settings or Settings()
    if target is None:
        return _check(flow, None, settings)
    return compile_checked(flow, target, settings)[1]


def compile_flow(flow: str | Path, target: str, settings: Settings | None = None) -> Bundle:
    """Compiles a flow; raises `CompilationFailed` where it has errors."""
    settings = settings or Settings()
    bundle, checked = compile_checked(flow, target, settings)
    if bundle is None:
        raise CompilationFailed(checked)
    return bundle


def compile_checked(
    flow: str | Path, target: str, settings: Settings
) -> tuple[Bundle | None, Checked]:
    """Like `compile_flow`, for callers that also want the warnings of a success."""
    checked = _check(flow, target, settings)
    if checked.program is None:
        return None, checked
    bundle = find_backend(target).lower(checked.program, settings, checked.report)
    if checked.report.failed:
        return None, replace(checked, program=None)
    return bundle, checked


def package_flow(flow: str | Path, settings: Settings) -> Checked:
    """Reads and checks a flow and makes its code package, which is the same for all targets."""
    return _check(flow, None, settings, packaged=True)


def _check(
    flow: str | Path, target: str | None, settings: Settings, *, packaged: bool = False
) -> Checked:
    path, class_name = split_flow(flow)
    backend = find_backend(target) if target is not None else None
    environment = EnvironmentPolicy.of(settings)
    report = Report(secrets=environment.values.values())
    project = find_project(path)
    modules = Modules(project, report)
    read = read_flow(path, class_name, modules, environment, settings, report)
    program = package = None
    if read is not None:
        run_checks(read, report)
        region = build_regions(read, report)
        if backend is not None:
            backend.check(read, settings, report)
            packaged = backend.packaged
        files = _code_files(read, path, modules, settings, report) if packaged else ()
        if region is not None and not report.failed:
            program = Program(read, region)
        if program is not None and packaged:
            package = _package(program, files, report)
            program = replace(program, package=package.sha256) if package is not None else None
    configs = tuple(config.name for config in read.configs) if read is not None else ()
    return Checked(report, modules.sources, project, program, configs, package)


def _code_files(
    flow: Flow, path: Path, modules: Modules, settings: Settings, report: Report
) -> tuple[PackedFile, ...]:
    from compiler.code_files import code_files  # which `flowc check` is done without

    return code_files(flow, path, modules, settings, report)


def _package(program: Program, files: tuple[PackedFile, ...], report: Report) -> CodePackage | None:
    from compiler.package.code_package import make_package

    return make_package(program, files, {}, report)
