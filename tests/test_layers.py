"""Who may import whom, and where text leaves the program."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.environments import ROOT

MODULES = sorted(
    path.relative_to(ROOT)
    for package in ("compiler", "runtime_shim")
    for path in (ROOT / package).rglob("*.py")
)
BACKENDS = sorted(path.name for path in (ROOT / "compiler" / "backends").iterdir() if path.is_dir())

FORBIDDEN = {
    "runtime_shim": ("compiler",),
    "runtime_shim/flow": ("runtime_shim.authoring", "runtime_shim.task", "runtime_shim.client"),
    "runtime_shim/client": ("runtime_shim.authoring", "runtime_shim.flow", "runtime_shim.task"),
    "runtime_shim/authoring": ("runtime_shim.task",),
    "runtime_shim/cards": ("runtime_shim.task",),
    "compiler/ir": (
        "compiler.frontend", "compiler.passes", "compiler.backends", "compiler.cli",
    ),
    "compiler/diagnostics": (
        "compiler.frontend", "compiler.passes", "compiler.backends", "compiler.cli",
    ),
    "compiler/frontend": ("compiler.passes", "compiler.backends", "compiler.cli"),
    "compiler/passes": ("compiler.frontend", "compiler.backends", "compiler.cli"),
    "compiler/backends": ("compiler.frontend", "compiler.cli"),
    "compiler/package": ("compiler.frontend", "compiler.cli"),
    "compiler/datastore": ("compiler.frontend", "compiler.backends", "compiler.cli"),
    "compiler/environments": (
        "compiler.frontend", "compiler.passes", "compiler.backends", "compiler.cli",
    ),
    "compiler/images": ("compiler.frontend", "compiler.passes", "compiler.cli"),
    **{
        f"compiler/backends/{backend}": tuple(
            f"compiler.backends.{other}" for other in BACKENDS if other != backend
        )
        for backend in BACKENDS
    },
}  # fmt: skip


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.as_posix())
def test_a_module_imports_nothing_of_a_layer_above(module: Path) -> None:
    imported = _imports(module)
    for folder, banned in FORBIDDEN.items():
        if not module.is_relative_to(folder):
            continue
        for name in imported:
            assert not any(name == ban or name.startswith(f"{ban}.") for ban in banned), name


OPTIONAL = {"boto3", "obstore", "yaml"}
"""What a part of the runtime may import when it is used, and does without until then."""


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.as_posix())
def test_the_runtime_needs_the_standard_library_alone(module: Path) -> None:
    if not module.is_relative_to("runtime_shim"):
        return
    allowed = {*sys.stdlib_module_names, "runtime_shim"}
    tree = ast.parse((ROOT / module).read_text())
    assert _packages(_imports_of(tree.body)) <= allowed
    assert _packages(_imports_of(ast.walk(tree))) <= allowed | OPTIONAL


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.as_posix())
def test_only_the_command_line_exits(module: Path) -> None:
    if module.is_relative_to("compiler/cli") or module.is_relative_to("runtime_shim"):
        return
    for node in ast.walk(ast.parse((ROOT / module).read_text())):
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in ("sys.exit", "exit", "quit", "os._exit")


def _imports(module: Path) -> set[str]:
    return _imports_of(ast.walk(ast.parse((ROOT / module).read_text())))


def _imports_of(nodes: Iterable[ast.AST]) -> set[str]:
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _packages(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}
