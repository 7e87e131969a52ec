"""`os.environ` and `os.getenv` under the policy, and paths made from `__file__`."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.frontend.environment import EnvironmentPolicy
from compiler.settings import Settings
from tests.frontend.sources import Sources

EMPTY = EnvironmentPolicy()
GIVEN = EnvironmentPolicy.of(Settings(env=("A=1", "UNSET")), {})


def sources(tmp_path: Path, expression: str) -> Sources:
    imports = "import os\nfrom os import environ, getenv\nimport os as o\n"
    return Sources(tmp_path, {"flow.py": imports + expression})


@pytest.mark.parametrize(
    "read",
    [
        "os.environ['A']",
        "os.environ.get('A')",
        "os.getenv('A')",
        "os.getenv(key='A', default='2')",
        "environ['A']",
        "environ.get('A', unknown())",
        "getenv('A')",
        "o.environ['A']",
        "getenv('A') or 'x'",
        "'1' if 'A' in os.environ else '0'",
    ],
)
def test_a_given_variable_has_its_value(tmp_path: Path, read: str) -> None:
    flow = sources(tmp_path, read)
    assert flow.value(GIVEN) == "1"
    assert not flow.report.diagnostics


@pytest.mark.parametrize(
    ("read", "expected"),
    [
        ("os.environ.get('A', 'd')", "d"),
        ("os.getenv('A', default='d')", "d"),
        ("getenv('A') or 'd'", "d"),
        ("'y' if getenv('A') else 'd'", "d"),
        ("'y' if not environ.get('A', None) else 'd'", "y"),
        ("'y' if 'A' in environ else 'd'", "d"),
        ("'y' if 'A' not in environ else 'd'", "y"),
        ("'y' if getenv('A') == 'prod' else 'd'", "d"),
        ("int(os.environ.get('A', 4))", 4),
    ],
)
def test_a_default_is_taken_with_a_note(tmp_path: Path, read: str, expected: object) -> None:
    flow = sources(tmp_path, read)
    assert flow.value(EMPTY) == expected
    (note,) = flow.report.diagnostics
    assert note.code == "FC421"
    assert not flow.report.failed
    assert note.message == "`A` is not read from the environment: it counts as not set"
    assert "--env A" in note.advice


@pytest.mark.parametrize(
    "read", ["os.environ['A']", "os.environ.get('A')", "getenv('A')", "getenv('A', None)"]
)
def test_without_a_default_it_is_an_error(tmp_path: Path, read: str) -> None:
    flow = sources(tmp_path, f"'x' + {read}")
    found = flow.problem(EMPTY)
    assert found.code == "FC420"
    assert found.message == "the environment variable `A` may not be read"
    assert flow.text(found) == read
    for advice in ("--env A`", "--env A=VALUE", 'env = ["A"]'):
        assert advice in found.advice


def test_an_allowed_variable_without_a_value(tmp_path: Path) -> None:
    assert sources(tmp_path, "os.environ.get('UNSET', 'd')").value(GIVEN) == "d"
    assert sources(tmp_path, "os.getenv('UNSET')").value(GIVEN) is None
    flow = sources(tmp_path, "os.environ['UNSET']")
    found = flow.problem(GIVEN)
    assert found.message == "the environment variable `UNSET` is allowed, but not set"
    assert found.advice == "set it where flowc runs, or pass `--env UNSET=VALUE`"
    assert not flow.report.diagnostics


@pytest.mark.parametrize(
    "whole", ["os.environ", "dict(os.environ)", "{**os.environ}", "len(environ)"]
)
def test_the_whole_environment_is_not_known(tmp_path: Path, whole: str) -> None:
    assert sources(tmp_path, whole).problem(GIVEN).code == "FC422"


def test_other_methods_and_names(tmp_path: Path) -> None:
    assert sources(tmp_path, "os.environ.items()").problem(GIVEN).code == "FC422"
    assert sources(tmp_path, "os.environ[1]").problem(GIVEN).code == "FC423"
    assert sources(tmp_path, "{'get': 1}.get('get')").value(GIVEN) == 1


@pytest.mark.parametrize(
    "use",
    [
        "int(os.environ['SECRET'])",
        "{'a': 1}[os.environ['SECRET']]",
        "1 + os.environ['SECRET']",
        "f\"{os.environ['SECRET']:d}\"",
        "'%d' % os.environ['SECRET']",
        "os.environ['SECRET'].nothing",
        "[][os.environ['SECRET']]",
        "os.environ['SECRET'].index('x')",
        "os.environ['SECRET'].format()",
        "os.environ[os.environ['SECRET'] + 'x']",
    ],
)
def test_values_stay_out_of_diagnostics(tmp_path: Path, use: str) -> None:
    policy = EnvironmentPolicy.of(Settings(env=("SECRET=hunter2{",)), {})
    found = sources(tmp_path, use).problem(policy)
    if found.code != "FC420":  # where the value itself is used as a name
        assert "hunter2" not in repr(found) + found.message + found.advice


FILE = """
import os, pathlib
from pathlib import Path
HERE = os.path.dirname(os.path.abspath(__file__))
"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("__file__", "flows/a/flow.py"),
        ("HERE", "flows/a"),
        ("os.path.join(HERE, 'config.json')", "flows/a/config.json"),
        ("os.path.join(HERE, '..', 'x.json')", "flows/x.json"),
        ("os.path.join(HERE, '..', '..')", "."),
        ("os.path.basename(__file__)", "flow.py"),
        ("os.path.splitext(os.path.basename(__file__))[0]", "flow"),
        ("os.path.realpath(os.path.join(HERE, os.pardir if False else '..'))", "flows"),
        ("str(Path(__file__).parent / 'a' / 'b.txt')", "flows/a/a/b.txt"),
        ("Path(__file__).resolve().parents[1]", "flows"),
        ("Path(__file__).parent.parent.joinpath('x').with_suffix('.y').as_posix()", "flows/x.y"),
        ("pathlib.Path(__file__).stem + Path(__file__).suffix", "flow.py"),
        ("f'file://{__file__}'", "file://flows/a/flow.py"),
        ("{'p': [__file__, (HERE,)]}", {"p": ["flows/a/flow.py", ("flows/a",)]}),
        ("os.path.join('a', 'b')", "a/b"),
        ("os.path.abspath('a/../b')", "b"),
        ("os.path.join('/etc', 'x')", "/etc/x"),
        ("'/' + str(Path('a') / 'b')", "/a/b"),
    ],
)
def test_paths_are_relative_to_the_project(
    tmp_path: Path, expression: str, expected: object
) -> None:
    flow = Sources(
        tmp_path,
        {
            "flow.py": "from flows.a.flow import X\nX",
            "flows/a/flow.py": f"{FILE}X = {expression}\n",
        },
    )
    assert flow.value() == expected


@pytest.mark.parametrize(
    "expression",
    [
        "os.path.dirname(os.path.dirname(HERE))",
        "os.path.join(HERE, '..', 'x')",
        "Path(__file__).resolve().parent.parent / 'x'",
        "os.path.basename(HERE)",
        "__file__.split('/')",
        "str(Path(__file__).parents[5])",
    ],
)
def test_a_path_that_leaves_the_project_is_refused(tmp_path: Path, expression: str) -> None:
    found = Sources(tmp_path, {"flow.py": FILE + expression}).problem()
    assert found.code == "FC414"
    assert str(tmp_path) not in found.message


@pytest.mark.parametrize(
    "expression",
    ["os.getcwd()", "Path.cwd()", "Path.home()", "Path('x').exists()", "os.path.exists('x')"],
)
def test_questions_about_the_machine_are_refused(tmp_path: Path, expression: str) -> None:
    assert Sources(tmp_path, {"flow.py": FILE + expression}).problem().code in ("FC400", "FC406")
