from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from compiler.backends.airflow.jinja_text import literal

PARTS = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "{",
        "%",
        "-",
        '"',
        "'",
        "\\",
        "\n",
        "\r",
        " ",
        "ds",
        "raw",
    ]
)


def rendered(template: str) -> str:
    """What Airflow makes of it: the environment is that of `airflow.templates`."""
    environment = SandboxedEnvironment(
        undefined=StrictUndefined, extensions=["jinja2.ext.do"], cache_size=0
    )
    return environment.from_string(template).render({"ds": "2026-01-01"})


@given(st.one_of(st.text(), st.lists(PARTS).map("".join)))
@example("{{ ds }} {% raw %} '\"; $(id) \\")
@example("lone \ud800 and {{")
def test_a_literal_renders_to_its_text(text: str) -> None:
    assert rendered(literal(text)) == text


@pytest.mark.parametrize(
    "text", ["", "s3://bucket/root", "a } b", "100 % {", "it's", 'a "b"', "\\d", "größe", "a\nb"]
)
def test_what_jinja_leaves_alone_stays_as_it_is(text: str) -> None:
    assert literal(text) == text
