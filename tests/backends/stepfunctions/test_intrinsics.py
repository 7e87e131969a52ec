from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compiler.backends.stepfunctions.intrinsics import Reference, array, concatenation
from tests.backends.stepfunctions.asl import evaluate

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(TEXT, TEXT, TEXT)
def test_text_around_a_reference_stays_what_it_is(before: str, value: str, after: str) -> None:
    call = concatenation(before, Reference("$.x"), after)
    assert evaluate(call, {"x": value}, {}) == before + value + after


@given(TEXT, TEXT)
def test_text_in_a_list_stays_what_it_is(one: str, other: str) -> None:
    assert evaluate(array(one, Reference("$.x"), other), {"x": 1}, {}) == [one, 1, other]
