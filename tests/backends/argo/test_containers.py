from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from compiler.backends.argo.containers import (
    BRACE_VARIABLE,
    annotated,
    container,
    env_text,
    env_vars,
)
from compiler.compute.pod import Pod


def kubelet(text: str, variables: dict[str, str]) -> str:
    """`k8s.io/kubernetes/third_party/forked/golang/expansion`, in short."""

    def expand(found: re.Match[str]) -> str:
        if found[0] == "$$":
            return "$"
        return variables.get(found[1], found[0])

    return re.sub(r"\$\$|\$\(([^)]*)\)", expand, text)


@given(st.text("${}()AB ", max_size=14))
@example("a{{b}}$(HOME) $$ {{{")
@example("$(FLOWC_BRACE)")
def test_the_process_sees_the_value_as_it_was_written(value: str) -> None:
    written = env_vars([("A", value)])
    assert not any("{{" in str(variable) for variable in written)
    seen: dict[str, str] = {}
    for variable in written:
        seen[variable["name"]] = kubelet(variable["value"], {"HOME": "/root", "AB": "x", **seen})
    assert seen["A"] == value


def test_harmless_values_stay_as_they_are() -> None:
    assert env_text("costs 5$ {a}") == "costs 5$ {a}"
    assert env_vars([("A", "1$")]) == [{"name": "A", "value": "1$"}]


def test_the_brace_comes_before_its_first_use() -> None:
    assert [v["name"] for v in env_vars([("A", "x"), ("B", "{{")])] == [BRACE_VARIABLE, "A", "B"]


def test_a_container_has_a_command_and_variables() -> None:
    pod = Pod(image="i", executable="python3", launch=("/c/x",), ports=(80,))
    assert container(pod, ["step"], [{"name": "A", "value": "1"}]) == {
        "image": "i",
        "command": ["python3"],
        "args": ["/c/x", "step"],
        "env": [{"name": "A", "value": "1"}],
        "ports": [{"containerPort": 80}],
    }


def test_a_text_that_stands_once_is_read_from_the_pods_annotation() -> None:
    (variable,) = annotated({"FLOWC_RUNTIME": "text"})
    path = "metadata.annotations['flowc/runtime']"
    assert variable == {"name": "FLOWC_RUNTIME", "valueFrom": {"fieldRef": {"fieldPath": path}}}
