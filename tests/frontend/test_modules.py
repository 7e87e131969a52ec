from __future__ import annotations

import ast
from pathlib import Path

import pytest

from compiler.diagnostics.catalogue.source import (
    NullByte,
    SyntaxProblem,
    TooNested,
    UnreadableFile,
    WrongEncoding,
)
from compiler.diagnostics.span import Span
from tests.frontend.sources import Sources


def load(tmp_path: Path, content: str | bytes) -> Sources:
    sources = Sources(tmp_path, {"flow.py": content})
    sources.modules.load(tmp_path / "flow.py")
    return sources


def constant(sources: Sources) -> object:
    node = sources.module().tree.body[0]
    assert isinstance(node, ast.Assign)
    assert isinstance(node.value, ast.Constant)
    return node.value.value


def test_a_module_is_loaded_once(tmp_path: Path) -> None:
    sources = Sources(tmp_path, {"flow.py": "X = 1\n"})
    assert sources.modules.load(tmp_path / "flow.py") is sources.modules.load(
        tmp_path / "x" / ".." / "flow.py"
    )
    assert sources.modules.sources["flow.py"].text == "X = 1\n"


@pytest.mark.parametrize(
    "content",
    [
        "\ufeffX = 'Zoë'\n".encode(),
        "# -*- coding: latin-1 -*-\nX = 'Zoë'\n".encode("latin-1"),
        "#!/usr/bin/env python\n# vim: set fileencoding=cp1252 :\nX = 'Zoë'\n".encode("cp1252"),
        "\n\nX = 'Zoë'\r\n".encode(),
    ],
    ids=["bom", "latin-1", "cp1252", "crlf"],
)
def test_encodings_and_line_ends(tmp_path: Path, content: bytes) -> None:
    sources = load(tmp_path, content)
    assert constant(sources) == "Zoë"
    assert "\r" not in sources.module().source.text
    assert not sources.report.diagnostics


def test_tabs_count_as_one_column(tmp_path: Path) -> None:
    sources = load(tmp_path, "if True:\n\tX = é = 1\n")
    block = sources.module().tree.body[0]
    assert isinstance(block, ast.If)
    assign = block.body[0]
    assert isinstance(assign, ast.Assign)
    assert sources.module().source.span(assign.value) == Span("flow.py", 2, 10, 2, 11)


def test_a_syntax_error_is_reported_at_its_place(tmp_path: Path) -> None:
    sources = load(tmp_path, "X = 1\ny = (2\n")
    (found,) = sources.report.diagnostics
    assert isinstance(found, SyntaxProblem)
    assert (found.span.line, found.span.column) == (2, 5)
    assert found.message == "this is not valid Python: '(' was never closed"


@pytest.mark.parametrize("content", ["  X = 1\n", "if 1:\n\tX = 1\n        Y = 2\n", "def f(:\n"])
def test_other_syntax_errors(tmp_path: Path, content: str) -> None:
    (found,) = load(tmp_path, content).report.diagnostics
    assert isinstance(found, SyntaxProblem)
    assert found.span.line in (1, 3)


def test_warnings_of_the_parser_are_not_shown(tmp_path: Path) -> None:
    # The tests turn warnings into errors, so that one would be raised here.
    assert constant(load(tmp_path, "X = '\\d'\n")) == "\\d"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    sources = Sources(tmp_path, {})
    assert sources.modules.load(tmp_path / "gone.py") is None
    (found,) = sources.report.diagnostics
    assert isinstance(found, UnreadableFile)
    assert found.message == "`gone.py` cannot be read: no such file or directory"
    assert sources.modules.sources["gone.py"].text == ""


def test_a_folder_is_no_flow(tmp_path: Path) -> None:
    sources = Sources(tmp_path, {"flows/a.py": ""})
    assert sources.modules.load(tmp_path / "flows") is None
    assert isinstance(sources.report.diagnostics[0], UnreadableFile)


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    (found,) = load(tmp_path, b"X = 1\nY = 'ab\xe9'\n").report.diagnostics
    assert isinstance(found, WrongEncoding)


def test_bytes_that_do_not_fit_far_into_the_file(tmp_path: Path) -> None:
    (found,) = load(tmp_path, b"# a\n# b\nX = 1\nY = 'ab\xe9'\n").report.diagnostics
    assert isinstance(found, WrongEncoding)
    assert found.span == Span("flow.py", 4, 8, 4, 9)
    assert found.problem == "the byte 0xe9 does not belong there"


def test_an_encoding_that_does_not_exist(tmp_path: Path) -> None:
    (found,) = load(tmp_path, "# coding: klingon\nX = 1\n").report.diagnostics
    assert isinstance(found, WrongEncoding)
    assert "klingon" in found.message


def test_a_null_byte(tmp_path: Path) -> None:
    (found,) = load(tmp_path, "X = 1\nY =\0 2\n").report.diagnostics
    assert isinstance(found, NullByte)
    assert found.span == Span("flow.py", 2, 4, 2, 5)


@pytest.mark.parametrize(
    "content",
    ["X = " + "(" * 5000 + ")" * 5000, "X = " + "-" * 100_000 + "1"],
    ids=["parentheses", "signs"],
)
def test_source_that_is_nested_too_deeply(tmp_path: Path, content: str) -> None:
    sources = load(tmp_path, content)
    (found,) = sources.report.diagnostics
    # Which of the two depends on the version of Python.
    assert isinstance(found, TooNested | SyntaxProblem)


def test_a_sum_of_many_terms_never_exhausts_the_stack(tmp_path: Path) -> None:
    sources = load(tmp_path, "X = " + "1 + " * 50_000 + "1\nX")
    if sources.report.diagnostics:
        assert isinstance(sources.report.diagnostics[0], TooNested)
    else:  # Python 3.10 reads this
        assert sources.problem().code == "FC409"


def test_an_empty_file(tmp_path: Path) -> None:
    assert load(tmp_path, b"").module().tree.body == []


class TestFind:
    def find(self, tmp_path: Path, files: list[str], name: str, level: int = 0) -> str | None:
        sources = Sources(tmp_path, {**dict.fromkeys(files, ""), "flows/train/flow.py": ""})
        importer = sources.module("flows/train/flow.py")
        found = sources.modules.find(name, importer, level)
        return None if found is None else sources.modules.project.relative(found)

    def test_beside_the_importer_first(self, tmp_path: Path) -> None:
        files = ["flows/train/consts.py", "consts.py", "src/consts.py"]
        assert self.find(tmp_path, files, "consts") == "flows/train/consts.py"

    def test_then_in_the_root(self, tmp_path: Path) -> None:
        assert self.find(tmp_path, ["consts.py", "src/consts.py"], "consts") == "consts.py"

    def test_then_in_src(self, tmp_path: Path) -> None:
        assert self.find(tmp_path, ["src/pkg/sub.py"], "pkg.sub") == "src/pkg/sub.py"

    def test_a_package_before_a_module(self, tmp_path: Path) -> None:
        assert self.find(tmp_path, ["pkg/__init__.py", "pkg.py"], "pkg") == "pkg/__init__.py"

    def test_a_folder_without_init(self, tmp_path: Path) -> None:
        assert self.find(tmp_path, ["pkg/sub.py"], "pkg") is None
        assert self.find(tmp_path, ["pkg/sub.py"], "pkg.sub") == "pkg/sub.py"

    def test_relative(self, tmp_path: Path) -> None:
        files = ["flows/train/consts.py", "flows/shared.py", "flows/__init__.py", "top.py"]
        assert self.find(tmp_path, files, "consts", 1) == "flows/train/consts.py"
        assert self.find(tmp_path, files, "shared", 2) == "flows/shared.py"
        assert self.find(tmp_path, files, "", 2) == "flows/__init__.py"
        assert self.find(tmp_path, files, "top", 3) == "top.py"
        assert self.find(tmp_path, files, "shared", 1) is None

    def test_never_outside_of_the_project(self, tmp_path: Path) -> None:
        sources = Sources(tmp_path / "p", {"flow.py": "", "../above.py": ""})
        assert sources.modules.find("above", sources.module(), 2) is None

    def test_what_is_missing_is_no_error(self, tmp_path: Path) -> None:
        sources = Sources(tmp_path, {"flow.py": ""})
        assert sources.modules.find("torch", sources.module()) is None
        assert not sources.report.diagnostics

    @pytest.mark.parametrize("name", ["metaflow", "flowc", "os", "sys"])
    def test_some_names_are_never_the_projects(self, tmp_path: Path, name: str) -> None:
        assert self.find(tmp_path, [f"{name}.py", f"{name}/__init__.py"], name) is None

    def test_the_standard_library_is_shadowed_beside_the_flow_only(self, tmp_path: Path) -> None:
        assert self.find(tmp_path, ["queue.py"], "queue") is None
        found = self.find(tmp_path, ["flows/train/queue.py"], "queue")
        assert found == "flows/train/queue.py"
