"""Generated expressions: Python's own result is the oracle."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.frontend.evaluate import NotStatic
from tests.frontend.sources import evaluate, refusal

atoms = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8", exclude_categories=["Co"]), max_size=10)
    | st.binary(max_size=5)
)
structures = st.recursive(
    atoms,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(st.characters(codec="ascii"), max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(structures)
def test_a_literal_has_the_value_it_shows(value: object) -> None:
    found = evaluate(repr(value))
    assert found == value
    assert repr(found) == repr(value)


numbers = st.integers(-1000, 1000).map(str) | st.floats(-100, 100).map(repr)
arithmetic = st.recursive(
    numbers,
    lambda inner: (
        st.builds(
            "({} {} {})".format,
            inner,
            st.sampled_from(["+", "-", "*", "/", "//", "%", "<", "==", ">=", "and", "or"]),
            inner,
        )
        | st.builds("(-{})".format, inner)
        | st.builds("({} if {} else {})".format, inner, inner, inner)
        | st.builds("max({}, {})".format, inner, inner)
    ),
    max_leaves=12,
)


@given(arithmetic)
def test_arithmetic_is_pythons_own(text: str) -> None:
    try:
        expected = eval(text)  # noqa: S307
    except ZeroDivisionError:
        assert refusal(text)[0] == "FC407"
    except OverflowError:
        assert refusal(text)[0] == "FC408"
    else:
        assert repr(evaluate(text)) == repr(expected)


texts = st.text(st.characters(codec="ascii"), max_size=8)


@given(texts, texts, st.integers(-20, 20), st.integers(-20, 20))
def test_text_methods_are_pythons_own(text: str, other: str, low: int, high: int) -> None:
    for form in (
        f"{text!r}.replace({other!r}, 'xy')",
        f"{text!r}[{low}:{high}]",
        f"{other!r}.join({list(text)!r})",
        f"{text!r} < {other!r}",
        f"f'{{{text!r}!r:>{abs(low)}}}'" if "'" not in repr(text)[1:-1] else "''",
        f"{text!r}.strip({other!r}).upper()",
    ):
        try:
            expected = eval(form)  # noqa: S307
        except SyntaxError:  # quotes and backslashes in an f-string, before Python 3.12
            continue
        assert evaluate(form) == expected


@settings(max_examples=200)
@given(
    st.text(st.sampled_from("{}[]:!.0123abr>s"), max_size=12),
    st.lists(st.integers(0, 9) | st.text("xyz", max_size=2), max_size=3),
)
def test_format_agrees_with_python_or_refuses(template: str, values: list[object]) -> None:
    call = f"{template!r}.format(*{values!r}, a=7)"
    try:
        found = evaluate(call)
    except NotStatic:
        return
    assert found == template.format(*values, a=7)
