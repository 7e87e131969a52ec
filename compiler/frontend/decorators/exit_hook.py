"""`@exit_hook`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath

from compiler.diagnostics.catalogue.decorators import MissingHook, NothingGiven, UnnamedHook
from compiler.diagnostics.diagnostic import did_you_mean
from compiler.frontend.decorators.given import Argument, Decorator, Given
from compiler.frontend.decorators.kinds import IMAGE, Kind, list_of, record
from compiler.frontend.decorators.place import Invalid, Place
from compiler.frontend.modules import Module
from compiler.frontend.names import Function, Symbol
from compiler.ir.trigger import ExitHook


@dataclass(frozen=True)
class _Hook:
    """A function, or the name of one, and where it is given."""

    function: Function | str
    place: Place

    def name(self, flow: Module) -> str:
        """By which the runtime finds the function: bare in the flow's file, else dotted.

        Raises `Invalid` for a name that is not bound in the flow's file.
        """
        if isinstance(self.function, Function):
            if self.function.module is flow:
                return self.function.name
            return f"{_import_name(self.function.module, flow)}.{self.function.name}"
        if "." not in self.function and not flow.may_bind(self.function):
            functions = [node.name for node in flow.tree.body if isinstance(node, ast.FunctionDef)]
            raise self.place.wrong(
                MissingHook,
                name=self.function,
                file=flow.source.file,
                suggestion=did_you_mean(self.function, functions),
            )
        return self.function


def _hook(value: object, place: Place) -> _Hook:
    if isinstance(value, str):
        if not all(part.isidentifier() for part in value.split(".")):
            hint = "write `function` or `module.function`"
            raise place.wrong_kind("functions, or their names", value, hint)
        return _Hook(value, place)
    if isinstance(value, Symbol):
        return _Hook(value.dotted, place)
    if not isinstance(value, Function):
        raise place.wrong_kind("functions, or their names", value)
    if isinstance(value.node, ast.Lambda):
        raise place.wrong(UnnamedHook)
    return _Hook(value, place)


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


def read_exit_hook(given: Given, flow: Module) -> ExitHook | None:
    """The node of one `@exit_hook` of the flow in a module.

    None, with a diagnostic, where it names no function.
    """
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
        on_success=tuple(_names(given.get("on_success", ()), flow)),
        on_error=tuple(_names(given.get("on_error", ()), flow)),
    )


def _names(hooks: tuple[_Hook, ...], flow: Module) -> Iterator[str]:
    """Of those that can be found; what is wrong with the others is reported."""
    for hook in hooks:
        with suppress(Invalid):
            yield hook.name(flow)
