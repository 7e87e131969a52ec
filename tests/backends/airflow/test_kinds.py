from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compiler.backends.airflow.kinds import Arguments, kinds
from compiler.backends.airflow.python import Call, Code, Expression, Spread, printed

OPERATORS = st.dictionaries(
    st.from_regex(r"\A[abAé_][abAé_1-]{0,2}\Z"),
    st.dictionaries(
        st.sampled_from(["image", "pool", "env"]), st.sampled_from([None, 1, "x", Code("x")])
    ),
    min_size=1,
)


def evaluated(constants: Arguments) -> dict[str, dict[str, Expression]]:
    """What each constant holds; code and texts are told apart."""
    found: dict[str, dict[str, Expression]] = {}
    for name, value in constants.items():
        if isinstance(value, Spread):
            assert isinstance(value.more, dict)
            found[name] = {**found[value.name], **value.more}
        else:
            assert isinstance(value, dict)
            found[name] = dict(value)
    return found


def test_one_kind_is_one_constant() -> None:
    found = kinds({"a": {"image": "x"}, "b": {"image": "x"}}, "POD")
    assert found.constants == {"POD": {"image": "x"}}
    assert found.of == {"a": "POD", "b": "POD"}


def test_the_most_frequent_kind_is_what_the_others_differ_from() -> None:
    usual: Arguments = {"image": "x", "pool": "p"}
    found = kinds({"a": {"image": "y", "env": 1}, "b": usual, "c": dict(usual)}, "POD")
    assert found.of == {"a": "A_POD", "b": "POD", "c": "POD"}
    assert found.constants == {
        "POD": usual,
        "A_POD": Spread("POD", {"image": "y", "env": 1, "pool": None}),
    }
    # What a constant refers to stands before it.
    assert list(found.constants) == ["POD", "A_POD"]


def test_of_kinds_that_are_as_frequent_it_is_the_first() -> None:
    found = kinds({"a": {"image": "x"}, "b": {"image": "y"}}, "POD")
    assert found.of == {"a": "POD", "b": "B_POD"}


def test_the_first_operator_of_another_kind_names_it() -> None:
    other: Arguments = {"image": "y"}
    found = kinds({"a": {}, "b": {}, "c": {}, "d": other, "e": dict(other)}, "JOB")
    assert found.of["d"] == found.of["e"] == "D_JOB"


def test_names_that_become_one_are_told_apart() -> None:
    found = kinds({"x": {}, "a-b": {"n": 1}, "A_B": {"n": 2}, "a_b": {"n": 3}}, "POD")
    assert list(found.constants) == ["POD", "A_B_POD", "A_B_POD_2", "A_B_POD_3"]


def test_what_is_printed_alike_is_alike() -> None:
    """Also what is not equal, and only that: a list and a tuple, True and 1."""
    one, other = Call("f", (1,)), Call("f", (True,))
    found = kinds({"a": {"v": one}, "b": {"v": other}, "c": {"v": Code("f(1)")}}, "POD")
    assert found.of == {"a": "POD", "b": "B_POD", "c": "POD"}


def test_the_order_of_arguments_makes_another_kind_of_the_same_value() -> None:
    found = kinds({"a": {"x": 1, "y": 2}, "b": {"y": 2, "x": 1}}, "POD")
    assert evaluated(found.constants)["POD"] == {"x": 1, "y": 2}
    assert evaluated(found.constants)[found.of["b"]] == {"x": 1, "y": 2}


@given(OPERATORS)
def test_every_operator_has_its_own_arguments(operators: dict[str, Arguments]) -> None:
    """None is as good as no argument at all."""
    found = kinds(operators, "POD")
    held = evaluated(found.constants)
    assert set(found.of) == set(operators)
    assert set(found.of.values()) == set(held)
    for operator, arguments in operators.items():
        constant = held[found.of[operator]]
        assert constant.keys() >= arguments.keys()
        for name, value in constant.items():
            assert printed(value) == printed(arguments.get(name))
    assert all(name.isidentifier() for name in held)
