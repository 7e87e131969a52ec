"""Every kind of diagnostic is complete, and some flow shows each one that a flow can have."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from string import Formatter
from typing import Any

import pytest

from compiler.diagnostics.diagnostic import Diagnostic, Severity
from compiler.diagnostics.explain import explanation, kinds
from compiler.diagnostics.span import Span
from golden_tests.cases import HERE
from golden_tests.inline_cases import inline_flows

KINDS = kinds()
ERRORS = [kind for kind in KINDS if kind.severity is Severity.ERROR]

NO_FLOW_SHOWS = {
    "FC002": "it takes a path that cannot be read: tests/frontend/test_modules.py",
    "FC004": "how deep is too deep depends on the Python: tests/frontend/test_modules.py",
    "FC012": "it takes a class named after the colon: tests/frontend/test_flow_class.py",
    "FC138": "it takes 200 nested splits: tests/ir/test_regions.py",
    "FC718": "it takes a document above 1.5 MiB: tests/backends/argo/test_check.py",
    "FC719": "it takes a switch with 200 cases: tests/backends/argo/test_fitting.py",
    "FC720": "it takes 200 kinds of pods: tests/backends/argo/test_fitting.py",
    "FC730": "it takes 1,500 steps: tests/backends/stepfunctions/test_sizes.py",
    "FC737": "it takes 3,500 steps: tests/backends/stepfunctions/test_sizes.py",
    "FC803": "it takes a link that leads nowhere: tests/package/test_select.py",
    "FC804": "it takes a file that cannot be read: tests/package/test_select.py",
    "FC805": "it takes 2 GB of files: tests/package/test_code_package.py",
    "FC812": "it takes a file that cannot be read: tests/package/test_select.py",
    "FC855": "it takes an index that is asked: tests/package_environments/test_locks.py",
    "FC856": "it takes a machine without uv: tests/package_environments/test_locks.py",
    "FC857": "it takes a file that cannot be read: tests/package_environments/test_locks.py",
    "FC859": "it takes an index that does not answer: tests/package_environments/test_locks.py",
}
"""The codes that no small file of source can provoke, why, and where each is tested."""


def by_code(kind: type[Diagnostic]) -> str:
    return kind.code


def test_titles_tell_kinds_apart() -> None:
    titles = Counter(kind.title for kind in KINDS)
    assert [title for title, count in titles.items() if count > 1] == []


@pytest.mark.parametrize("kind", KINDS, ids=by_code)
def test_templates_name_facts(kind: type[Diagnostic]) -> None:
    names = [field.name for field in fields(kind)]
    for template in (kind.label, kind.help):
        named = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
        assert named <= set(names)
    facts: dict[str, Any] = dict.fromkeys(names, "fact")
    facts |= {"span": Span("f.py", 1, 1, 1, 2), "related": ()}
    diagnostic = kind(**facts)
    assert diagnostic.message
    assert "{fact" not in diagnostic.message + diagnostic.advice


@pytest.mark.parametrize("kind", KINDS, ids=by_code)
def test_explanations_are_sentences(kind: type[Diagnostic]) -> None:
    text = explanation(kind)
    sentences = re.findall(r"[A-Z`*][^.!?]*\s[^.!?]*\s.+?[.!?:](?:\s|$)", text, flags=re.DOTALL)
    assert sentences
    assert text.startswith("flowc") or text[0].isupper() or text[0] in "`*@"


@pytest.mark.parametrize("kind", ERRORS, ids=by_code)
def test_errors_say_what_to_write(kind: type[Diagnostic]) -> None:
    """In the help, or where that depends on the values, in the explanation."""
    assert kind.help or "Right:" in explanation(kind)


def shown() -> set[str]:
    """The codes in the expected texts of rejected flows, and in inline comments."""
    codes = {expected.code for flow in inline_flows() for expected in flow.expected}
    for path in (HERE / "rejected").rglob("*.txt"):
        codes.update(re.findall(r"^\w+\[(FC\d{3})\]", path.read_text(), flags=re.MULTILINE))
    return codes


def test_some_flow_shows_every_error() -> None:
    codes = {kind.code for kind in ERRORS}
    assert sorted(codes - shown() - NO_FLOW_SHOWS.keys()) == []


def test_what_no_flow_shows_is_not_shown() -> None:
    assert sorted(NO_FLOW_SHOWS.keys() & shown()) == []
    assert sorted(NO_FLOW_SHOWS.keys() - {kind.code for kind in ERRORS}) == []
