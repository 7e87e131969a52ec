"""Imports the user's file."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from runtime_shim.authoring.flowspec import FlowSpec
from runtime_shim.errors import FlowcError


def load_flow_class(file: Path, name: str) -> type:
    """The class of a flow; raises `FlowcError` where there is none, and what the import raises."""
    module = load_module(file.resolve())
    cls = getattr(module, name, None)
    if not isinstance(cls, type):
        raise FlowcError(f"{file} has no class `{name}`.")
    if not issubclass(cls, FlowSpec):
        raise FlowcError(
            f"`{name}` in {file} is no flow of flowc's: its FlowSpec is "
            f"{_origin(cls)}'s. Import FlowSpec from `flowc`, or do without `--api installed`."
        )
    return cls


def _origin(cls: type) -> str:
    bases = [base.__module__ for base in cls.__mro__ if base.__name__ == "FlowSpec"]
    return bases[0].partition(".")[0] if bases else "nobody"


@cache
def load_module(file: Path) -> ModuleType:
    """The module that a file is. Its folder comes first where modules are looked for.

    It is called what the file is called, so that classes it defines are found again by the
    tasks that come later; but a name of the standard library stays that library's.
    """
    from importlib.machinery import SourceFileLoader
    from importlib.util import module_from_spec, spec_from_file_location

    if not file.is_file():
        raise FlowcError(f"there is no file {file}.")
    sys.path.insert(0, str(file.parent))
    name = module_name(file.stem)
    # Whatever its suffix: it is what somebody named as the flow.
    loader = SourceFileLoader(name, str(file))
    spec = spec_from_file_location(name, file, loader=loader)
    assert spec is not None, "there is a loader"
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def module_name(stem: str) -> str:
    """What a flow's module is called: the same in every task, whatever is loaded there.

    >>> module_name("train"), module_name("json")
    ('train', 'json_flow')
    """
    return f"{stem}_flow" if stem in _taken() else stem


def _taken() -> frozenset[str]:
    standard = getattr(sys, "stdlib_module_names", None)
    if standard is None:
        # Python 3.9 has no list of them.
        folder = Path(sys.modules["os"].__file__ or "").parent
        standard = {path.stem for path in folder.iterdir()} | set(sys.builtin_module_names)
    return frozenset(standard) | {"runtime_shim", "flowc", "metaflow", "compiler", "__main__"}
