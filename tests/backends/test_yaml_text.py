from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from compiler.backends import yaml_text
from compiler.backends.yaml_text import Block, Tagged, dump_all
from golden_tests.cases import Case, cases, compile_case

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
KEY = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1)
VALUE = st.recursive(
    st.one_of(TEXT, st.booleans(), st.integers()),
    lambda inner: st.one_of(
        st.dictionaries(KEY, inner),
        st.lists(TEXT),
        st.lists(st.dictionaries(KEY, inner)),
    ),
    max_leaves=20,
)


def scalar(value: object) -> str:
    """How a value is written after its key."""
    return dump_all([{"key": value}]).decode().removeprefix("---\nkey: ").removesuffix("\n")


def dump_without_libyaml(documents: list[dict[str, Any]]) -> bytes:
    with patch.object(yaml_text, "FastDumper", None):
        return dump_all(documents)


@pytest.mark.parametrize(
    "text",
    [
        "train",
        "python:3.12-slim",
        "s3://bucket/a_b",
        "/dev/shm",
        "app.kubernetes.io/name",
        "a@sha256:0",
        "AWS::Batch::JobDefinition",
    ],
)
def test_harmless_texts_stay_plain(text: str) -> None:
    assert scalar(text) == text
    assert yaml.safe_load(f"key: {text}") == {"key": text}


@pytest.mark.parametrize("first", "0123456789abcdef")
def test_a_digest_is_quoted_whatever_it_begins_with(first: str) -> None:
    digest = first + "a" * 63
    assert scalar(digest) == f'"{digest}"'


@pytest.mark.parametrize(
    "text",
    [
        *("", "yes", "On", "NO", "y", "null", "~", "true", "Infinity", "NaN", ".inf", "="),
        *("1e3", "0o17", "1_000", "0x1F", "12", "1.5", "-1", "+1", "2024-01-01", "1:30"),
        *("a: b", "a #b", "- a", "a:", "{a}", "[a]", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a"),
        *("a\nb", "a\n", " a", "a ", "'a'", '"a"', "a\\b", "\u2028", "\ufeff", "\x85", "é", "🎉"),
    ],
)
def test_other_texts_are_quoted(text: str) -> None:
    assert scalar(text).startswith('"')
    assert "\n" not in scalar(text)
    assert yaml.safe_load(scalar(text)) == text


def test_numbers_and_booleans_are_plain() -> None:
    assert [scalar(3), scalar(-1), scalar(True), scalar(False)] == ["3", "-1", "true", "false"]


def test_lone_surrogates_become_replacement_characters() -> None:
    assert yaml.safe_load(scalar("a\ud800")) == "a\ufffd"


@given(st.lists(st.dictionaries(KEY, VALUE, min_size=1), min_size=1, max_size=3))
def test_every_document_comes_back(documents: list[dict[str, Any]]) -> None:
    assert list(yaml.safe_load_all(dump_all(documents))) == documents


@given(st.lists(st.dictionaries(KEY, VALUE, min_size=1), min_size=1, max_size=3))
def test_libyaml_changes_nothing(documents: list[dict[str, Any]]) -> None:
    assert dump_without_libyaml(documents) == dump_all(documents)


@pytest.mark.parametrize("length", range(118, 134))
def test_libyaml_changes_nothing_about_long_keys(length: int) -> None:
    document = {"k" * length: "x", "a b" + "k" * length: {"y": 1}}
    assert dump_without_libyaml([document]) == dump_all([document])
    assert yaml.safe_load(dump_all([document])) == document


@pytest.mark.parametrize("case", cases("flows"), ids=lambda case: case.name)
def test_libyaml_changes_nothing_about_flows(case: Case) -> None:
    fast = compile_case(case, "argo").document
    with patch.object(yaml_text, "FastDumper", None):
        assert compile_case(case, "argo").document == fast


def test_libyaml_is_used_where_it_is_there() -> None:
    assert (yaml_text.FastDumper is None) is not yaml.__with_libyaml__


def test_the_layout_is_that_of_kubectl() -> None:
    shared = {"name": "B"}
    document = {
        "kind": "Pod",
        "empty": {},
        "none": [],
        "spec": {"args": ("-m", "a:b"), "env": [{"name": "A", "value": "1"}, shared, shared]},
    }
    assert dump_all([document, {"a": 1}]).decode() == (
        "---\nkind: Pod\nempty: {}\nnone: []\nspec:\n  args: [\"-m\", 'a:b']\n  env:\n"
        '  - name: A\n    value: "1"\n  - name: B\n  - name: B\n---\na: 1\n'
    )


def test_long_texts_and_lists_are_not_folded() -> None:
    long = "x " * 100
    assert dump_all([{"a": [long, "z"]}]) == f'---\na:\n- "{long}"\n- z\n'.encode()


def test_references_and_blocks_have_forms_of_their_own() -> None:
    document = {
        "one": Tagged("!Ref", "Queue"),
        "two": Tagged("!Sub", "${A}-b"),
        "three": Tagged("!Split", ["/", Tagged("!Ref", "Queue")]),
        "four": Block("{\n: #\n  }\n"),
    }
    written = dump_all([document])
    assert written == dump_without_libyaml([document])
    assert written.decode() == (
        '---\none: !Ref Queue\ntwo: !Sub "${A}-b"\nthree: !Split\n- /\n- !Ref Queue\n'
        "four: |\n  {\n  : #\n    }\n"
    )
