from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from compiler.backends.argo.yaml_text import dump_all, scalar

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
VALUE = st.recursive(
    st.one_of(TEXT, st.booleans(), st.integers()),
    lambda inner: st.one_of(
        st.dictionaries(TEXT, inner),
        st.lists(TEXT),
        st.lists(st.dictionaries(TEXT, inner)),
    ),
    max_leaves=20,
)


@pytest.mark.parametrize(
    "text",
    [
        "train",
        "python:3.12-slim",
        "s3://bucket/a_b",
        "/dev/shm",
        "app.kubernetes.io/name",
        "a@sha256:0",
    ],
)
def test_harmless_texts_stay_plain(text: str) -> None:
    assert scalar(text) == text
    assert yaml.safe_load(f"key: {text}") == {"key": text}


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


def test_what_yaml_cannot_say_is_refused() -> None:
    for value in (None, 0.5, b"x"):
        with pytest.raises(TypeError):
            scalar(value)


def test_lone_surrogates_become_replacement_characters() -> None:
    assert yaml.safe_load(scalar("a\ud800")) == "a\ufffd"


@given(TEXT)
def test_every_text_comes_back(text: str) -> None:
    assert yaml.safe_load(scalar(text)) == text


@given(st.lists(st.dictionaries(TEXT, VALUE, min_size=1), min_size=1, max_size=3))
def test_every_document_comes_back(documents: list[dict[str, object]]) -> None:
    assert list(yaml.safe_load_all(dump_all(documents))) == documents


def test_the_layout_is_that_of_kubectl() -> None:
    document = {
        "kind": "Pod",
        "empty": {},
        "none": [],
        "spec": {"args": ["-m", "a"], "env": [{"name": "A", "value": "1"}, {"name": "B"}]},
    }
    assert dump_all([document, {"a": 1}]).decode() == (
        'kind: Pod\nempty: {}\nnone: []\nspec:\n  args: ["-m", a]\n  env:\n'
        '  - name: A\n    value: "1"\n  - name: B\n---\na: 1\n'
    )


def test_long_lists_of_texts_take_a_line_each() -> None:
    assert dump_all([{"a": ["x" * 60, "y" * 60]}]) == f"a:\n- {'x' * 60}\n- {'y' * 60}\n".encode()
