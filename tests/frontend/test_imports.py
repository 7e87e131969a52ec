from __future__ import annotations

from pathlib import Path

import pytest

from compiler.diagnostics.span import Span
from compiler.frontend.imports import imported_modules
from tests.frontend.sources import Sources
from tests.work import calls

PLACE = Span("flow.py", 9, 1, 9, 2)


def found(folder: Path, files: dict[str, str], *named: str, flow: str = "flow.py") -> set[str]:
    """The files that a flow imports, relative to its project."""
    sources = Sources(folder, files)
    names = [(name, PLACE) for name in named]
    modules = imported_modules(sources.module(flow), names, sources.modules)
    assert not sources.report.diagnostics
    return {module.path.relative_to(folder).as_posix() for module in modules}


@pytest.mark.parametrize(
    "statement",
    [
        "import helper",
        "import os, helper as h, json",
        "from helper import anything",
        "from helper import *",
        "def f():\n    import helper",
        "async def f():\n    async with x:\n        import helper",
        "class A:\n    def f(self):\n        from helper import x",
        "if TYPE_CHECKING:\n    import helper",
        "try:\n    import ujson\nexcept ImportError:\n    import helper",
        "try:\n    pass\nfinally:\n    import helper",
        "for x in y:\n    pass\nelse:\n    import helper",
        "match x:\n    case 1:\n        import helper",
        "with x: import helper",
        "import importlib\nhelper = importlib.import_module('helper')",
        "from importlib import import_module\ndef f(): return import_module('helper').x",
        "x = [__import__('helper')]",
    ],
)
def test_imports_wherever_they_stand(tmp_path: Path, statement: str) -> None:
    assert found(tmp_path, {"flow.py": statement, "helper.py": "", "other.py": ""}) == {"helper.py"}


def test_transitively_in_circles_and_in_broken_modules(tmp_path: Path) -> None:
    files = {
        "flow.py": "import a",
        "a.py": "import b, flow",
        "b.py": "import a, broken, binary",
        "broken.py": "import (",
        "binary.py": "\0",
        "c.py": "",
    }
    assert found(tmp_path, files) == {"a.py", "b.py", "broken.py", "binary.py"}


def test_packages_and_their_parents(tmp_path: Path) -> None:
    files = {
        "flow.py": "import a.b.c\nfrom n.sub import leaf, VALUE\nfrom a import d",
        "a/__init__.py": "import of_a",
        "a/b/__init__.py": "from . import sibling\nfrom .. import up\nfrom ..e import x",
        "a/b/c.py": "",
        "a/b/sibling.py": "",
        "a/up.py": "import importlib\nimportlib.import_module('.f', 'a')",
        "a/d/__init__.py": "",
        "a/e.py": "",
        "a/f.py": "",
        "a/not_imported.py": "",
        "of_a.py": "",
        "n/sub/leaf.py": "",
    }
    assert found(tmp_path, files) == files.keys() - {"flow.py", "a/not_imported.py"}


def test_the_outermost_package(tmp_path: Path) -> None:
    files = {
        "flow.py": "import a.b, n.m, alone",
        "a/__init__.py": "",
        "a/b.py": "from . import c",
        "a/c.py": "",
        "n/m.py": "",
        "alone.py": "",
    }
    sources = Sources(tmp_path, files)
    modules = imported_modules(sources.module(), (), sources.modules)
    assert {module.path.name: module.package for module in modules} == {
        "__init__.py": tmp_path / "a",
        "b.py": tmp_path / "a",
        "c.py": tmp_path / "a",
        "m.py": tmp_path / "n",
        "alone.py": None,
    }


def test_where_the_runtime_looks(tmp_path: Path) -> None:
    """The folder of the flow, the root, `src`; not the folder of a package's module."""
    files = {
        "flows/flow.py": "import pack.one, two, three",
        "flows/two.py": "",
        "two.py": "",
        "three.py": "import four, five",
        "src/four.py": "",
        "src/pack/__init__.py": "",
        "src/pack/one.py": "import five",
        "five.py": "",
    }
    assert found(tmp_path, files, flow="flows/flow.py") == files.keys() - {
        "flows/flow.py",
        "two.py",
    }


def test_what_is_never_the_projects(tmp_path: Path) -> None:
    files = {
        "flows/flow.py": "import metaflow, flowc, json, numpy\nfrom os import path",
        "metaflow.py": "",
        "flows/flowc.py": "",
        "json.py": "",
        "os.py": "",
    }
    assert found(tmp_path, files, flow="flows/flow.py") == set()


def test_a_module_beside_the_flow_hides_the_standard_library(tmp_path: Path) -> None:
    assert found(tmp_path, {"flow.py": "import queue", "queue.py": ""}) == {"queue.py"}


def test_the_flows_own_package(tmp_path: Path) -> None:
    files = {"p/__init__.py": "", "p/q/__init__.py": "import x", "p/q/flow.py": "", "x.py": ""}
    assert found(tmp_path, files, flow="p/q/flow.py") == {"p/q/__init__.py", "x.py"}


def test_names_of_functions(tmp_path: Path) -> None:
    files = {"flow.py": "", "hooks/tell.py": "import util", "util.py": ""}
    assert found(tmp_path, files, "hooks.tell", "", "json") == {"hooks/tell.py", "util.py"}


def test_the_place_is_the_first_import(tmp_path: Path) -> None:
    sources = Sources(tmp_path, {"flow.py": "x = 1\nimport a\nimport a", "a.py": ""})
    (module,) = imported_modules(sources.module(), (), sources.modules)
    assert module.span == Span("flow.py", 2, 1, 2, 9)


def test_the_work_is_linear_in_the_modules(tmp_path: Path) -> None:
    def work(count: int) -> int:
        folder = tmp_path / str(count)
        everything = "\n".join(f"import m{number}" for number in range(count))
        files = {f"m{number}.py": f"import m{number + 1}, m0" for number in range(count)}
        sources = Sources(folder, {"flow.py": everything, **files})
        return calls(lambda: imported_modules(sources.module(), (), sources.modules))

    assert work(400) < 5 * work(100)
