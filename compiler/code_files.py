"""The files that a flow's tasks need, from what the frontend knows of the flow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from compiler.diagnostics.catalogue.packages import IncludedFileMissing
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import Span
from compiler.frontend.imports import imported_modules
from compiler.frontend.modules import Module, Modules
from compiler.frontend.project import absolute
from compiler.ir.flow import Flow
from compiler.ir.parameter import IncludedFile, StaticDefault
from compiler.package.select import select_files
from compiler.package.wanted import PackedFile, Reason, Wanted
from compiler.settings import Settings


def code_files(
    flow: Flow, path: Path, modules: Modules, settings: Settings, report: Report
) -> tuple[PackedFile, ...]:
    """The files for the code package of a flow, which was read from a path."""
    module = modules.load(path)
    assert module is not None, "the flow was read"
    wanted = [
        Wanted(module.path, Reason.FLOW, flow.span),
        *(
            Wanted(found.path, Reason.MODULE, found.span, found.package)
            for found in imported_modules(module, _named(flow), modules)
        ),
        *_inputs(flow, module, modules.project.root, report),
    ]
    return select_files(modules.project.root, wanted, settings, flow.span, report)


def _named(flow: Flow) -> Iterator[tuple[str, Span]]:
    """The dotted names of functions that the runtime imports without an import statement."""
    for hook in flow.exit_hooks:
        for function in (*hook.on_success, *hook.on_error):
            yield function.rpartition(".")[0], hook.span
    parsed = [(one.parser, one.span) for one in flow.configs]
    parsed += [(one.parser, one.span) for one in flow.files]
    for parser, span in parsed:
        if parser is not None:
            yield parser.rpartition(".")[0], span


def _inputs(flow: Flow, module: Module, root: Path, report: Report) -> Iterator[Wanted]:
    for config in flow.configs:
        if config.file is not None and (root / config.file).is_file():
            path = absolute(root / config.file)
            # The value of one from elsewhere is in the plan.
            if path.is_relative_to(root):
                yield Wanted(path, Reason.CONFIG, config.span)
    for included in flow.files:
        written = _default_path(included)
        if written is None:
            continue
        # As the runtime does, which starts in the folder of the flow.
        folders = (module.path.parent, root, root / "src")
        candidates = (absolute(folder / written) for folder in folders)
        found = next(
            (one for one in candidates if one.is_file() and one.is_relative_to(root)), None
        )
        if found is None:
            missing = IncludedFileMissing(span=included.span, file=written, name=included.name)
            report.add(missing)
        else:
            yield Wanted(found, Reason.INPUT, included.span)


def _default_path(included: IncludedFile) -> str | None:
    """The path that the source states, unless it is one of the machine's and not the project's."""
    default = included.default
    if not isinstance(default, StaticDefault) or not isinstance(default.value, str):
        return None
    is_of_machine = default.value.startswith("~") or Path(default.value).is_absolute()
    return default.value if default.value and not is_of_machine else None
