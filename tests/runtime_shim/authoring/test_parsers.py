from __future__ import annotations

import sys
from typing import Any

import pytest

from runtime_shim.authoring.parsers import (
    ParserValueError,
    conda_environment_yml_parser,
    pyproject_toml_parser,
    requirements_txt_parser,
    yaml_parser,
)
from runtime_shim.errors import Unsupported

REQUIREMENTS = """
# what it needs
numpy==1.26.4   # pinned
requests[socks, security]>=2.31,<3
-e file:.
flowc-extras @ git+https://example.com/extras.git
python>=3.10
pandas (>=2)
tqdm
"""


def test_requirements_become_packages() -> None:
    assert requirements_txt_parser(REQUIREMENTS) == {
        "packages": {
            "numpy": "1.26.4",
            "requests[security,socks]": ">=2.31,<3",
            "flowc-extras@git+https://example.com/extras.git": "",
            "pandas": ">=2",
            "tqdm": "",
        },
        "python": ">=3.10",
    }


@pytest.mark.parametrize(
    ("line", "words"),
    [("numpy; python_version < '3.9'", "environment marker"), ("numpy 1.2", "PEP 508")],
)
def test_lines_that_say_something_else_are_refused(line: str, words: str) -> None:
    with pytest.raises(ParserValueError, match=words):
        requirements_txt_parser(line)


def test_a_project_s_dependencies_become_packages() -> None:
    text = '[project]\nrequires-python = ">=3.9"\ndependencies = ["numpy==1.26.4", "tqdm"]\n'
    expected: dict[str, Any] = {"packages": {"numpy": "1.26.4", "tqdm": ""}, "python": ">=3.9"}
    assert pyproject_toml_parser(text) == expected


def test_an_environment_of_conda_s_becomes_packages() -> None:
    text = (
        "name: x\ndependencies:\n  - python=3.11\n  - numpy==1.26 # a\n  - tqdm\nchannels:\n  - y\n"
    )
    assert conda_environment_yml_parser(text) == {
        "packages": {"numpy": "1.26", "tqdm": ""},
        "python": "3.11",
    }
    with pytest.raises(ParserValueError, match="`pip:` is no package"):
        conda_environment_yml_parser("dependencies:\n  - pip:\n")


def test_yaml_needs_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    assert yaml_parser("a: [1]") == {"a": [1]}
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(Unsupported, match="needs the package `pyyaml`"):
        yaml_parser("a: 1")


def test_toml_needs_a_newer_python_or_a_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tomllib", None)
    monkeypatch.setitem(sys.modules, "tomli", None)
    with pytest.raises(Unsupported, match=r"needs Python 3\.11"):
        pyproject_toml_parser("")
