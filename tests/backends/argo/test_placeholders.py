from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.backends.argo.placeholders import inputs, output, placeholder, prose, substitute
from compiler.ir.errors import InternalError


def test_placeholders_become_templates_of_argo() -> None:
    document = {"a": [f"argo-{placeholder('workflow.name')}", 3], inputs("x"): output("t", "o")}
    assert substitute(document) == {
        "a": ["argo-{{workflow.name}}", 3],
        "{{inputs.parameters.x}}": "{{tasks.t.outputs.parameters.o}}",
    }


@pytest.mark.parametrize("text", ["{{workflow.name}}", "a{{", "{{{", "\0", "\0<x"])
def test_text_of_others_is_never_made_into_a_template(text: str) -> None:
    with pytest.raises(InternalError):
        substitute({"a": [{"b": text}]})
    with pytest.raises(InternalError):
        substitute({text: "a"})


@given(st.text("{}\0a", max_size=12))
def test_prose_is_always_safe(text: str) -> None:
    made = substitute(prose(text))
    assert "{{" not in made
    assert made.replace(" ", "") == text.replace("\0", "")
