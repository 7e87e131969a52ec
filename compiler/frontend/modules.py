"""The user's modules as text: found next to each other, read and parsed once, never imported."""

from __future__ import annotations

import ast
import sys
import tokenize
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO, TextIOWrapper
from pathlib import Path

from compiler.diagnostics.catalogue.source import (
    NullByte,
    SyntaxProblem,
    TooNested,
    UnreadableFile,
    WrongEncoding,
)
from compiler.diagnostics.diagnostic import Diagnostic
from compiler.diagnostics.report import Report
from compiler.diagnostics.span import SourceFile, Span
from compiler.frontend.bindings import Bindings
from compiler.frontend.functions import FunctionBodies
from compiler.frontend.project import Project, absolute

OUTSIDE = frozenset({"metaflow", "flowc", "os", "sys", "builtins"})
"""Packages that are never the project's own, whatever lies in its folders."""


@dataclass(frozen=True, eq=False)
class Module:
    """One source file of the user's, parsed."""

    source: SourceFile = field(repr=False)
    tree: ast.Module = field(repr=False)
    path: Path

    @cached_property
    def bindings(self) -> Bindings:
        """What the names at the top level of the module are bound to."""
        return Bindings.of(self.tree.body)

    @cached_property
    def functions(self) -> FunctionBodies:
        """Which parts of the module run only when a function is called."""
        return FunctionBodies.of(self.tree.body)

    def may_bind(self, name: str) -> bool:
        """Whether the user's code may have given the module that name once it ran."""
        names = self.bindings.names.keys() | self.functions.written_globals
        stars = any(star.module not in OUTSIDE for star in self.bindings.stars)
        return stars or not names.isdisjoint({name, "__getattr__"})

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"


class Modules:
    """Loads the modules of one project, and reports those that cannot be read.

    `sources` has the text of every file that was tried, by `Span.file`; `broken` has
    what was reported for each file that could not be parsed.
    """

    def __init__(self, project: Project, report: Report) -> None:
        self.project = project
        self.sources: dict[str, SourceFile] = {}
        self.broken: dict[Path, Diagnostic] = {}
        self._report = report
        self._loaded: dict[Path, Module | None] = {}
        self._found: dict[tuple[Path, str], Path | None] = {}

    def load(self, path: Path) -> Module | None:
        """The module in a file; None, with a diagnostic in the report, if it cannot be read."""
        path = absolute(path)
        if path not in self._loaded:
            self._loaded[path] = self._load(path)
        return self._loaded[path]

    def peek(self, path: Path) -> Module | None:
        """Like `load`, but a file that cannot be read is no mistake: nothing is reported."""
        if path in self._loaded:
            return self._loaded[path]
        read = self._read(path)
        return read if isinstance(read, Module) else None

    def find(self, name: str, importer: Module, level: int = 0) -> Path | None:
        """The file of the module that `import name` means in another module.

        `level` counts the dots of a relative import. None where the module is no part
        of the project, which is no error: it is then simply someone else's.
        """
        if level:
            folder = importer.path.parent
            for _ in range(level - 1):
                folder = folder.parent
            return self.file_in(folder, name)
        top = name.partition(".")[0]
        if not top or top in OUTSIDE:
            return None
        beside = self.file_in(importer.path.parent, name)
        if beside is not None or top in sys.stdlib_module_names:
            return beside
        root = self.project.root
        return self.file_in(root, name) or self.file_in(root / "src", name)

    def file_in(self, folder: Path, name: str) -> Path | None:
        """The file of a module whose dotted name begins in a folder; None where it has none."""
        key = (folder, name)
        if key not in self._found:
            base = folder.joinpath(*name.split(".")) if name else folder
            candidates = (base / "__init__.py", *([base.with_name(base.name + ".py")] * bool(name)))
            self._found[key] = next(
                (path for path in candidates if self.project.contains(path) and path.is_file()),
                None,
            )
        return self._found[key]

    def _load(self, path: Path) -> Module | None:
        read = self._read(path)
        if isinstance(read, Module):
            return read
        self.broken[path] = read
        self._report.add(read)
        return None

    def _read(self, path: Path) -> Module | Diagnostic:
        file = self.project.relative(path)
        self.sources[file] = SourceFile.of(file, "")
        try:
            content = path.read_bytes()
        except OSError as error:
            problem = (error.strerror or type(error).__name__).lower()
            return UnreadableFile(span=_start(file), file=file, problem=problem)
        try:
            text = _decode(content)
        except (SyntaxError, UnicodeDecodeError, LookupError) as error:
            return _encoding_problem(file, content, error)
        self.sources[file] = source = SourceFile.of(file, text)
        tree = _parse(source)
        return tree if isinstance(tree, Diagnostic) else Module(source, tree, path)


def _decode(content: bytes) -> str:
    """The text of a Python file: PEP 263 encodings, any byte order mark, any line ends."""
    encoding, _ = tokenize.detect_encoding(BytesIO(content).readline)
    return TextIOWrapper(BytesIO(content), encoding).read()


def _encoding_problem(file: str, content: bytes, error: Exception) -> WrongEncoding:
    if not isinstance(error, UnicodeDecodeError):
        # What `tokenize` says here names the encoding, or the file's wrong first bytes.
        return WrongEncoding(span=_start(file), encoding="Python source", problem=str(error))
    line = content.count(b"\n", 0, error.start) + 1
    before = content[content.rfind(b"\n", 0, error.start) + 1 : error.start]
    column = len(before.decode(error.encoding, errors="replace")) + 1
    return WrongEncoding(
        span=Span(file, line, column, line, column + 1),
        encoding=error.encoding,
        problem=f"the byte 0x{content[error.start]:02x} does not belong there",
    )


def _parse(source: SourceFile) -> ast.Module | Diagnostic:
    if "\0" in source.text:
        before = source.text[: source.text.index("\0")]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return NullByte(span=Span(source.file, line, column, line, column + 1))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source.text)
    except SyntaxError as error:
        return SyntaxProblem(span=_error_span(source, error), problem=error.msg)
    except (RecursionError, MemoryError):
        return TooNested(span=_start(source.file))
    except ValueError as error:
        return SyntaxProblem(span=_start(source.file), problem=str(error))


def _error_span(source: SourceFile, error: SyntaxError) -> Span:
    line = min(max(error.lineno or 1, 1), len(source.lines))
    column = max(error.offset or 1, 1)
    end_line, end_column = error.end_lineno or line, error.end_offset or 0
    if (end_line, end_column) <= (line, column):
        end_line, end_column = line, column + 1
    return Span(source.file, line, column, end_line, end_column)


def _start(file: str) -> Span:
    return Span(file, 1, 1, 1, 2)
