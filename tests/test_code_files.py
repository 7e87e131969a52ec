"""What a flow's code package gets of what its class declares."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from compiler.pipeline import package_flow
from compiler.settings import Settings

FLOW = """
    from metaflow import Config, FlowSpec, IncludeFile, exit_hook, step


    @exit_hook(on_success=["hooks.tell.team"])
    class Inputs(FlowSpec):
        {declared}

        @step
        def start(self):
            self.next(self.end)

        @step
        def end(self):
            pass
"""


def packed(folder: Path, declared: str, *others: str) -> tuple[set[str], list[str]]:
    """The user's files in the package but the flow and its hook, and the codes of problems."""
    files = {"flowc.toml": "", "hooks/tell.py": "def team(): pass\n", **dict.fromkeys(others, "{}")}
    files["flows/flow.py"] = textwrap.dedent(FLOW).format(declared=declared)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    checked = package_flow(folder / "flows" / "flow.py", Settings())
    names = {file.name for file in checked.package.files} if checked.package else set()
    if names:
        assert {"flows/flow.py", "hooks/tell.py"} <= names
    problems = [found.code for found in checked.report.diagnostics]
    return names - {"flows/flow.py", "hooks/tell.py"}, problems


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("x.sql", "flows/x.sql"),
        ("../x.sql", "x.sql"),
        ("sql/x.sql", "sql/x.sql"),
        ("data/x.sql", "src/data/x.sql"),
    ],
)
def test_included_files_are_where_the_runtime_looks(tmp_path: Path, path: str, name: str) -> None:
    declared = f"file = IncludeFile('file', default='{path}')"
    assert packed(tmp_path, declared, name) == ({name}, [])


def test_the_nearest_of_two(tmp_path: Path) -> None:
    declared = "file = IncludeFile('file', default='x.sql')"
    assert packed(tmp_path, declared, "x.sql", "flows/x.sql") == ({"flows/x.sql"}, [])


@pytest.mark.parametrize("path", ["x.sql", "../../x.sql", "."])
def test_an_included_file_that_is_not_there(tmp_path: Path, path: str) -> None:
    declared = f"file = IncludeFile('file', default='{path}')"
    (tmp_path / "x.sql").write_text("outside of the project")
    assert packed(tmp_path / "project", declared) == (set(), ["FC807"])


@pytest.mark.parametrize("default", ["'/data/x.sql'", "'~/x.sql'", "lambda ctx: 'x.sql'", "None"])
def test_what_only_the_run_can_know(tmp_path: Path, default: str) -> None:
    declared = f"file = IncludeFile('file', default={default})"
    assert packed(tmp_path, declared) == (set(), [])


def test_the_file_of_a_config(tmp_path: Path) -> None:
    declared = "config = Config('config', default='c.json')"
    assert packed(tmp_path, declared, "c.json") == ({"c.json"}, [])


def test_a_config_from_outside_is_in_the_plan(tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text("{}")
    declared = "config = Config('config', default='../c.json')"
    assert packed(tmp_path / "project", declared) == (set(), [])


def test_parsers_by_their_names(tmp_path: Path) -> None:
    declared = "config = Config('config', default='c.json', parser='tools.parse.read')"
    files, _ = packed(tmp_path, declared, "c.json", "tools/__init__.py", "tools/parse.py")
    assert files == {"c.json", "tools/__init__.py", "tools/parse.py"}
