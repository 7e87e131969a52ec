"""`@exit_hook`."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath

from compiler.diagnostics.catalogue.decorators import NothingGiven, UnnamedHook
from compiler.frontend.decorators.given import Argument, Decorator, Given
from compiler.frontend.decorators.kinds import IMAGE, Kind, list_of, record
from compiler.frontend.decorators.place import Place
from compiler.frontend.modules import Module
from compiler.frontend.names import Function, Symbol
from compiler.ir.trigger import ExitHook


def _hook(value: object, place: Place) -> str:
    """The name by which the runtime finds a function: bare in the flow's file, else dotted."""
    if isinstance(value, str) and value:
        return value
    if isinstance(value, Symbol):
        return value.dotted
    if not isinstance(value, Function):
        raise place.wrong_kind("functions, or their names", value)
    if isinstance(value.node, ast.Lambda):
        raise place.wrong(UnnamedHook)
    if value.module is place.module:
        return value.name
    return f"{_import_name(value.module, place.module)}.{value.name}"


def _import_name(module: Module, importer: Module) -> str:
    """How a flow's file, whose folder Python searches first, would import a module."""
    path = PurePosixPath(module.source.file)
    folder = PurePosixPath(importer.source.file).parent
    if path.is_relative_to(folder):
        path = path.relative_to(folder)
    parts = path.parent.parts if path.name == "__init__.py" else path.with_suffix("").parts
    return ".".join(parts)


_HOOKS = list_of(Kind("function", _hook))
_OPTIONS = record(image=IMAGE)

EXIT_HOOK = Decorator(
    "exit_hook",
    "flow",
    (
        Argument("on_success", _HOOKS, optional=False, example="[tell_the_team]", functions=True),
        Argument("on_error", _HOOKS, optional=False, functions=True),
        Argument("options", _OPTIONS, optional=False),
    ),
    repeatable=True,
)


def read_exit_hook(given: Given) -> ExitHook | None:
    """The node of one `@exit_hook`; None, with a diagnostic, where it names no function."""
    if not given.get("on_success") and not given.get("on_error"):
        if not given.flawed:
            given.report.add(
                NothingGiven(
                    span=given.span,
                    decorator="exit_hook",
                    what="function",
                    first="on_success=[...]",
                    second="on_error=[...]",
                )
            )
        return None
    return ExitHook(
        image=given.get("options", {}).get("image"),
        span=given.span,
        **given.fields("on_success", "on_error"),
    )
