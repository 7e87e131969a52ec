from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.backends.argo.naming import (
    MAX_FIELD_NAME,
    MAX_OBJECT_NAME,
    Names,
    field_name,
    label_value,
    object_name,
    step_names,
)
from compiler.compute.kubernetes_names import is_dns_subdomain, is_label_value

FIELD = re.compile(r"[a-zA-Z0-9][-a-zA-Z0-9]*")
STEP = st.from_regex(r"[a-z0-9][a-z0-9_]{0,8}", fullmatch=True)


def test_object_names_are_lower_case_parts_with_dots() -> None:
    assert object_name(["shop", "test.x_1", "TrainFlow"]) == "shop.test.x-1.trainflow"
    assert object_name(["My_Flow"]) == "my-flow"


def test_names_that_lose_something_get_a_digest() -> None:
    names = {object_name([name]) for name in ("flow", "_flow", "flow_", "__flow", "Ä")}
    assert len(names) == 5
    assert "flow" in names


def test_long_names_are_cut_and_stay_apart() -> None:
    one, other = object_name(["A" * 60]), object_name(["A" * 61])
    assert one != other
    assert len(one) == len(other) == MAX_OBJECT_NAME
    assert object_name(["a" * MAX_OBJECT_NAME]) == "a" * MAX_OBJECT_NAME


@given(st.lists(st.text(max_size=40), min_size=1, max_size=3))
def test_object_names_are_always_valid(parts: list[str]) -> None:
    name = object_name(parts)
    assert is_dns_subdomain(name)
    assert len(name) <= MAX_OBJECT_NAME


@given(st.text(max_size=90))
def test_label_values_are_always_valid(text: str) -> None:
    assert is_label_value(label_value(text))


@given(st.text(max_size=200))
def test_field_names_are_always_valid(text: str) -> None:
    name = field_name(text)
    assert FIELD.fullmatch(name)
    assert len(name) <= MAX_FIELD_NAME


@pytest.mark.parametrize("word", ["let", "nil", "true", "matches", "contains", "not", "in"])
def test_words_of_the_expression_language_are_no_task_names(word: str) -> None:
    assert field_name(word) == f"step-{word}"


def test_a_step_keeps_its_name_against_one_that_must_yield() -> None:
    assert step_names(["let", "step_let"]) == {"let": "step-let-2", "step_let": "step-let"}


@given(st.lists(STEP, unique=True))
def test_no_two_steps_share_a_name(steps: list[str]) -> None:
    names = step_names(steps)
    assert list(names) == steps
    assert len(set(names.values())) == len(steps)


def test_a_name_is_handed_out_once() -> None:
    names = Names(["a"])
    assert [names.claim("a"), names.claim("a"), names.claim("b_c"), names.claim("b-c")] == [
        "a-2",
        "a-3",
        "b-c",
        "b-c-2",
    ]
    long = [names.claim("x" * 200) for _ in range(3)]
    assert len(set(long)) == 3
    assert max(map(len, long)) <= MAX_FIELD_NAME
