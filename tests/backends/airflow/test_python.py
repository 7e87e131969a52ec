"""What is printed is what was meant, and the formatter has nothing to add to it."""

from __future__ import annotations

import ast
import math
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from compiler.backends.airflow.python import (
    Call,
    Code,
    Expression,
    Spread,
    assigned,
    printed,
)

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Each example starts a process: a long search for the smallest one that fails would take ages."""
LONG = "f" * 30
NAMED: dict[str, object] = {"x": "the x", "ENV": {"A": 1, "B": 2}, "POD": {"p": 3}, "LIST": [4, 5]}
NAME = st.sampled_from(["a", "task_id", "env_vars", "a_long_name_of_an_argument", "n" * 40])
KEY = st.one_of(NAME, st.text(max_size=30))
FUNCTION = st.sampled_from(["f", "k8s.V1ResourceRequirements", LONG])
SCALAR = st.one_of(
    st.text(),
    st.text(st.sampled_from("ab'\"\\ é\n"), max_size=120),
    st.integers(),
    st.floats(allow_nan=False),
    st.booleans(),
    st.none(),
    st.just(Code("x")),
)


def composed(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(inner, max_size=5)
    entries = st.dictionaries(KEY, inner, max_size=5)
    calls = st.builds(
        Call,
        FUNCTION,
        lists.map(tuple),
        st.dictionaries(NAME, inner, max_size=4).map(lambda made: tuple(made.items())),
        st.sampled_from([(), ("POD",)]),
    )
    methods = st.builds(
        Call,
        st.sampled_from(["", "expand"]),
        lists.map(tuple),
        st.dictionaries(NAME, inner, min_size=1, max_size=2).map(lambda made: tuple(made.items())),
        on=calls,
    )
    return st.one_of(
        lists,
        lists.map(tuple),
        entries,
        st.builds(Spread, st.just("ENV"), entries),
        st.builds(Spread, st.just("LIST"), lists),
        calls,
        methods,
    )


EXPRESSION = st.recursive(SCALAR, composed, max_leaves=25)


@dataclass
class Made:
    """What a call gives: the call itself."""

    what: object
    args: tuple[object, ...]
    kwargs: dict[str, object]


class Function:
    """A function of any name, whose methods are functions as well."""

    def __init__(self, what: object) -> None:
        self.what = what

    def __getattr__(self, name: str) -> Function:
        return Function((self.what, name))

    def __call__(self, *args: object, **kwargs: object) -> Function:
        return Function(Made(self.what, tuple(map(plain, args)), each_plain(kwargs)))


FUNCTIONS = {name: Function(name) for name in ("f", "k8s", LONG)}
NAMES = {"__builtins__": {"float": float}, **NAMED, **FUNCTIONS}


def each_plain(entries: Mapping[str, object]) -> dict[str, object]:
    return {key: plain(value) for key, value in entries.items()}


def plain(value: object) -> object:
    """A value that can be compared: calls as what they were called with."""
    if isinstance(value, Function):
        return value.what
    if isinstance(value, dict):
        return each_plain(value)
    if isinstance(value, (list, tuple)):
        return type(value)(map(plain, value))
    return value


def evaluated(text: str) -> object:
    return plain(eval(text, NAMES))  # noqa: S307 - our own text


def meant(expression: Expression) -> object:
    if isinstance(expression, Code):
        return NAMED[expression.text]
    if isinstance(expression, Spread):
        more, first = meant(expression.more), NAMED[expression.name]
        return {**first, **more} if isinstance(more, dict) else [*first, *more]  # type: ignore[dict-item,misc]
    if isinstance(expression, Call):
        if expression.on is None:
            head, _, last = expression.function.rpartition(".")
            what: object = (head, last) if head else last
        else:
            what = meant(expression.on)
            what = (what, expression.function) if expression.function else what
        kwargs = {name: meant(value) for name, value in expression.kwargs}
        unpacked = NAMED["POD"] if expression.unpack else {}
        return Made(what, tuple(map(meant, expression.args)), {**kwargs, **unpacked})  # type: ignore[dict-item]
    if isinstance(expression, Mapping):
        return {key: meant(value) for key, value in expression.items()}
    if isinstance(expression, (list, tuple)):
        return type(expression)(map(meant, expression))
    return expression


def formatted(source: str) -> str:
    """What `ruff format` makes of it, with no settings of anybody's."""
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "-"]
    done = subprocess.run(command, input=source.encode(), capture_output=True, check=True)
    return done.stdout.decode()


@settings(max_examples=30, deadline=None, phases=PHASES)
@given(st.lists(st.tuples(NAME, EXPRESSION), min_size=1, max_size=30))
def test_the_formatter_leaves_it_and_it_means_what_was_meant(
    statements: list[tuple[str, Expression]],
) -> None:
    lines = [assigned(name, expression) for name, expression in statements]
    source = "\n".join(lines) + "\n"
    indented = [f"    {assigned(name, expression, 4)}\n" for name, expression in statements]
    source += f"\nif x:\n{''.join(indented)}"
    for line, (_, expression) in zip(lines, statements, strict=True):
        assert evaluated(line.partition("=")[2].strip()) == meant(expression)
    ast.parse(source)
    assert formatted(source) == source


@settings(max_examples=15, deadline=None, phases=PHASES)
@given(
    st.lists(
        st.builds(
            lambda kwargs: Call("DAG", kwargs=tuple(kwargs.items())),
            st.dictionaries(NAME, EXPRESSION, min_size=1),
        ),
        min_size=1,
        max_size=10,
    )
)
def test_what_stands_behind_an_expression_has_room(calls: list[Call]) -> None:
    blocks = (f"with {printed(call, column=5, after=8)} as dag:\n    pass\n" for call in calls)
    source = "".join(blocks)
    assert formatted(source) == source


@settings(max_examples=10, deadline=None, phases=PHASES)
@given(st.lists(st.tuples(*[st.integers(1, 110)] * 3), min_size=20, max_size=20))
def test_long_names(lengths: list[tuple[int, int, int]]) -> None:
    source = "if x:\n"
    for first, second, third in lengths:
        name, other = "a" * first, Code("b" * second)
        given = (("task_id", name), ("arguments", Call("step", (name, other))))
        for call in (
            Call("KubernetesPodOperator", kwargs=given, unpack=("POD",)),
            Call("", ("s", ["-"], other), on=Call("items.override", kwargs=given[:1])),
            Call(f"{'c' * third}.expand", kwargs=(("path", other),)),
            Call("as_teardown", kwargs=(("setups", other),), on=Call("f", kwargs=given)),
        ):
            source += f"    {assigned(name, call, 4)}\n"
    assert formatted(source) == source


def test_a_call_reads_as_a_person_writes_it() -> None:
    call = Call(
        "KubernetesPodOperator",
        kwargs=(
            ("task_id", "train"),
            ("arguments", Call("step", ("train",))),
            ("env_vars", Spread("ENV", {"MODE": 'the "quick" one'})),
            ("retries", 2),
        ),
        unpack=("POD",),
    )
    assert assigned("train", call) == (
        "train = KubernetesPodOperator(\n"
        '    task_id="train",\n'
        '    arguments=step("train"),\n'
        '    env_vars={**ENV, "MODE": \'the "quick" one\'},\n'
        "    retries=2,\n"
        "    **POD,\n"
        ")"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("größe", '"größe"'),
        ("日本", '"日本"'),
        ("a\nb\t\\", '"a\\nb\\t\\\\"'),
        # What has no shape, or none in all of the supported Pythons.
        ("\u202eabc\xa0\u200b", '"\\u202eabc\\xa0\\u200b"'),
        ("🎉\ud800", '"\\U0001f389\\ud800"'),
        (1e16, "1e16"),
        (-math.inf, 'float("-inf")'),
    ],
)
def test_a_scalar_is_printed_the_same_everywhere(value: Expression, text: str) -> None:
    assert printed(value) == text
