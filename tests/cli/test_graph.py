from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Flowc


def test_mermaid_is_the_default(project: Path, flowc: Flowc) -> None:
    result = flowc("graph", "good.py")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("flowchart TD\n")
    assert 'subgraph map_start["each of items"]' in result.out


def test_dot(project: Path, flowc: Flowc) -> None:
    assert flowc("graph", "good.py", "--format", "dot").out.startswith('digraph "Train" {\n')


def test_a_flow_with_errors_has_no_graph(project: Path, flowc: Flowc) -> None:
    result = flowc("graph", "bad.py")
    assert (result.code, result.out) == (1, "")
    assert "--> bad.py:7:" in result.err


def test_warnings_are_left_to_check(project: Path, flowc: Flowc) -> None:
    assert flowc("graph", "warned.py").err == ""
