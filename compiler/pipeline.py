"""From a flow's source to a bundle: frontend, checks, region tree, backend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from compiler.backends.backend import Program
from compiler.backends.bundle import Bundle
from compiler.backends.registry import find_backend
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import SourceFile
from compiler.environments.locking import Environments, Locking, Policy
from compiler.frontend.build import read_flow
from compiler.frontend.environment import EnvironmentPolicy
from compiler.frontend.modules import Modules
from compiler.frontend.project import Project, find_project
from compiler.ir.regions import build_regions
from compiler.package.project import project_of
from compiler.passes.order import run_checks
from compiler.settings import Settings
from runtime_shim.contract import lock_file

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
    environments: Environments = field(default_factory=Environments)
    """What the tasks run in, where they bring that along."""


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
    Without one it also looks at the files and the packages that containers are brought. Locks
    may be missing, and nothing is looked up.
    """
    settings = settings or Settings()
    locking = Locking(str(flow), Policy.CHECK)
    if target is None:
        return _check(flow, None, settings, locking, brings=True)
    return compile_checked(flow, target, settings, locking)[1]


def read_program(flow: str | Path, settings: Settings | None = None) -> Checked:
    """Reads a flow, and checks of it what whoever runs or shows it depends on, wherever that is."""
    return _check(flow, None, settings or Settings())


def compile_flow(flow: str | Path, target: str, settings: Settings | None = None) -> Bundle:
    """Compiles a flow; raises `CompilationFailed` where it has errors.

    A lock that its packages need and do not have is an error: `flowc lock` makes it.
    """
    settings = settings or Settings()
    bundle, checked = compile_checked(flow, target, settings)
    if bundle is None:
        raise CompilationFailed(checked)
    return bundle


def compile_checked(
    flow: str | Path, target: str, settings: Settings, locking: Locking | None = None
) -> tuple[Bundle | None, Checked]:
    """Like `compile_flow`, for callers that also want the warnings of a success."""
    checked = _check(flow, target, settings, locking)
    if checked.program is None:
        return None, checked
    backend = find_backend(target)
    bundle = backend.lower(checked.program, settings, checked.report)
    if checked.report.failed:
        return None, replace(checked, program=None)
    if backend.packaged:
        _report_defaults(checked.program, settings, checked.report)
    locks = {lock_file(name): lock for name, lock in checked.environments.locks.items()}
    project = project_of(checked.program.flow, settings)
    return replace(bundle, locks=locks, project=project.parts if project else ()), checked


def package_flow(flow: str | Path, settings: Settings) -> Checked:
    """Reads and checks a flow and makes its code package, which is the same for all targets."""
    return _check(flow, None, settings, brings=True, packaged=True)


def _check(
    flow: str | Path,
    target: str | None,
    settings: Settings,
    locking: Locking | None = None,
    *,
    brings: bool = False,
    packaged: bool = False,
) -> Checked:
    """`brings` has what the tasks bring along checked, and `packaged` has it packaged as well."""
    path, class_name = split_flow(flow)
    backend = find_backend(target) if target is not None else None
    environment = EnvironmentPolicy.of(settings)
    report = Report(secrets=environment.values.values())
    project = find_project(path)
    modules = Modules(project, report)
    read = read_flow(path, class_name, modules, environment, settings, report)
    program = package = None
    environments = Environments()
    if read is not None:
        run_checks(read, report)
        region = build_regions(read, report)
        if backend is not None:
            backend.check(read, settings, report)
            brings = packaged = backend.packaged
        files = _code_files(read, path, modules, settings, report) if brings else ()
        if brings:
            locking = locking or Locking(str(flow))
            environments = _environments(read, settings, project, report, locking)
        if region is not None and not report.failed:
            program = Program(read, region, environments=environments.by_step)
        if program is not None and packaged and environments.complete:
            package = _package(program, files, environments.locks, report)
            program = replace(program, package=package.sha256) if package is not None else None
    configs = tuple(config.name for config in read.configs) if read is not None else ()
    return Checked(report, modules.sources, project, program, configs, package, environments)


def _code_files(
    flow: Flow, path: Path, modules: Modules, settings: Settings, report: Report
) -> tuple[PackedFile, ...]:
    from compiler.code_files import code_files  # which a local run is done without

    return code_files(flow, path, modules, settings, report)


def _environments(
    flow: Flow, settings: Settings, project: Project, report: Report, locking: Locking
) -> Environments:
    if all(step.packages is None for step in flow.steps):
        return Environments()
    from compiler.environments.locks import locks_of

    if report.failed:
        # Nobody waits for packages of what is not compiled.
        locking = replace(locking, policy=Policy.CHECK)
    return locks_of(flow, settings, project.root, report, locking)


def _report_defaults(program: Program, settings: Settings, report: Report) -> None:
    from compiler.compute.defaults import default_problems

    for found in default_problems(program.flow, program.environments, settings):
        report.add(found)


def _package(
    program: Program, files: tuple[PackedFile, ...], locks: Mapping[str, bytes], report: Report
) -> CodePackage | None:
    from compiler.package.code_package import make_package

    return make_package(program, files, locks, report)
