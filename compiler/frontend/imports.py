"""Which modules of the project a flow imports, found in the text of every import statement."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from compiler.diagnostics.span import Span
from compiler.frontend.modules import OUTSIDE, Module, Modules

_CALLS = frozenset({"import_module", "__import__"})


@dataclass(frozen=True, slots=True)
class ImportedModule:
    """A file of the project that some import loads."""

    path: Path
    package: Path | None
    """The folder of the outermost package that it is in, with or without an `__init__.py`."""
    span: Span
    """The first place that imports it."""


def imported_modules(
    flow: Module, named: Iterable[tuple[str, Span]], modules: Modules
) -> tuple[ImportedModule, ...]:
    """What a flow's file imports, and what that imports, in the order in which it is met.

    `named` are the dotted names of functions that the runtime imports by themselves, such as
    exit hooks. Imports count wherever they stand: in functions, for type checkers only, or in
    a `try`. A module of the flow's own package counts as one that imports it.
    """
    search = _Search(flow, modules)
    if (flow.path.parent / "__init__.py").is_file():
        search.add(flow.path.parent / "__init__.py", _start(flow))
    for dotted, span in named:
        search.absolute(dotted, flow, span)
    search.run()
    return tuple(search.found.values())


class _Search:
    """The modules found so far, and those whose own imports are not read yet."""

    def __init__(self, flow: Module, modules: Modules) -> None:
        self.found: dict[Path, ImportedModule] = {}
        self._flow = flow
        self._modules = modules
        self._waiting = [flow]

    def run(self) -> None:
        """Follows all imports to their end."""
        while self._waiting:
            importer = self._waiting.pop()
            for node in _importing(importer):
                if isinstance(node, ast.Import):
                    for alias in node.names:
                        self.absolute(alias.name, importer, importer.source.span(node))
                elif isinstance(node, ast.ImportFrom):
                    self._from(node, importer)
                else:
                    self._call(node, importer)

    def absolute(self, name: str, importer: Module, span: Span) -> None:
        """Adds the module of a dotted name and the packages that it is in."""
        top = name.partition(".")[0]
        if not top or top in OUTSIDE:
            return
        for folder in self._folders(top, importer):
            if self._dotted(folder, name, span):
                return

    def _folders(self, top: str, importer: Module) -> list[Path]:
        """Where the modules of a name may begin: as the runtime searches, and as `find` does."""
        beside = [self._flow.path.parent, importer.path.parent]
        if top in sys.stdlib_module_names:
            return beside
        root = self._modules.project.root
        return [beside[0], root, root / "src", beside[1]]

    def _dotted(self, folder: Path, name: str, span: Span) -> bool:
        parts = name.split(".")
        found = False
        for count in range(1, len(parts) + 1):
            path = self._modules.file_in(folder, ".".join(parts[:count]))
            if path is not None:
                nested = count > 1 or path.name == "__init__.py"
                self.add(path, span, folder / parts[0] if nested else None)
                found = True
        return found

    def _from(self, node: ast.ImportFrom, importer: Module) -> None:
        span = importer.source.span(node)
        names = [alias.name for alias in node.names if alias.name != "*"]
        if not node.level:
            module = node.module or ""
            self.absolute(module, importer, span)
            for name in names:
                self.absolute(f"{module}.{name}", importer, span)
            return
        folder = importer.path.parent
        for _ in range(node.level - 1):
            folder = folder.parent
        for name in ("", *names):
            dotted = ".".join(filter(None, [node.module, name]))
            path = self._modules.file_in(folder, dotted)
            if path is not None:
                self.add(path, span)

    def _call(self, node: ast.Call, importer: Module) -> None:
        """`importlib.import_module("name")` and `__import__("name")`."""
        name = node.args[0] if node.args else None
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            if not name.value.startswith("."):
                self.absolute(name.value, importer, importer.source.span(node))
                return
            stripped = name.value.lstrip(".")
            relative = ast.ImportFrom(stripped or None, [], len(name.value) - len(stripped))
            self._from(ast.copy_location(relative, node), importer)

    def add(self, path: Path, span: Span, package: Path | None = None) -> None:
        """Adds a file, once; without a package named, the outermost around that has a file."""
        if path in self.found or path == self._flow.path:
            return
        self.found[path] = ImportedModule(path, package or self._package(path), span)
        module = self._modules.peek(path)
        if module is not None:
            self._waiting.append(module)

    def _package(self, path: Path) -> Path | None:
        package = None
        folder = path.parent
        while self._modules.project.contains(folder) and (folder / "__init__.py").is_file():
            package, folder = folder, folder.parent
        return package


def _importing(module: Module) -> Iterator[ast.Import | ast.ImportFrom | ast.Call]:
    """Every import statement and importing call of a module, wherever it stands."""
    if any(call in module.source.text for call in _CALLS):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import | ast.ImportFrom | ast.Call) and _imports(node):
                yield node
        return
    # Without such calls only statements matter, of which there are far fewer than nodes.
    waiting: list[ast.AST] = [module.tree]
    while waiting:
        for node in _inner_statements(waiting.pop()):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield node
            else:
                waiting.append(node)


def _inner_statements(node: ast.AST) -> Iterator[ast.AST]:
    for block in ("body", "orelse", "handlers", "finalbody", "cases"):
        inner = getattr(node, block, ())
        if isinstance(inner, list):
            yield from inner


def _imports(node: ast.Import | ast.ImportFrom | ast.Call) -> bool:
    if not isinstance(node, ast.Call):
        return True
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", None)
    return name in _CALLS


def _start(module: Module) -> Span:
    return Span(module.source.file, 1, 1, 1, 2)
