"""A diagnostic behaves like a frozen dataclass."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from compiler.diagnostics.diagnostic import Diagnostic, Related, Severity, Warn
from compiler.diagnostics.span import Span

AT = Span("flow.py", 1, 2, 1, 5)


class Sample(Diagnostic):
    """Two facts, one of them with a default."""

    code = "FC999"
    title = "a sample"
    label = "`{name}` is a sample{ending}"
    help = "write `{name}` {{twice}}"
    name: str
    ending: str = "."


class Doubt(Warn):
    """A sample without facts of its own."""

    code = "FC998"
    title = "a doubt"
    label = "perhaps"


def test_texts_are_templates_over_the_facts() -> None:
    sample = Sample(span=AT, name="x")
    assert sample.message == "`x` is a sample."
    assert sample.advice == "write `x` {twice}"
    assert Doubt(span=AT).advice == ""
    assert Doubt.severity is Severity.WARNING


def test_equal_facts_make_equal_diagnostics() -> None:
    one, other = Sample(span=AT, name="x"), Sample(span=AT, name="x")
    assert one == other
    assert len({one, other, Sample(span=AT, name="y"), Doubt(span=AT)}) == 3
    assert one != Sample(span=AT, name="x", related=(Related(AT, "here"),))


def test_it_is_frozen() -> None:
    sample: Any = Sample(span=AT, name="x")
    with pytest.raises(AttributeError, match="frozen"):
        sample.name = "y"


@pytest.mark.parametrize("facts", [{}, {"name": "x", "nmae": "y"}])
def test_facts_that_are_missing_or_unknown(facts: dict[str, Any]) -> None:
    kind: Any = Sample
    with pytest.raises(TypeError, match="nmae" if facts else "name"):
        kind(span=AT, **facts)


def test_the_facts_of_a_kind() -> None:
    names = tuple(field.name for field in fields(Sample))
    assert names == ("span", "related", "name", "ending")
    assert repr(Sample(span=AT, name="x")).startswith("Sample(span=Span(")
