from __future__ import annotations

from compiler.backends.backend import Program
from compiler.graph_text.dot import dot
from compiler.ir.transition import End, Foreach, Gang
from tests.graph_text.programs import SPAN, everything, flow, nested, tasks


def test_every_kind_of_region() -> None:
    assert (
        dot(everything())
        == """\
digraph "Every" {
    node [shape=box]
    "start" [shape=oval]
    subgraph "cluster_map_start" {
        label="each of files"
        "spread"
        subgraph "cluster_map_spread" {
            label="gang of 4"
            "work"
        }
        "meet"
    }
    "gather"
    "left"
    "right"
    subgraph "cluster_loop_both" {
        label="loop"
        "both" [shape=hexagon]
    }
    "end" [shape=oval]
    "start" -> "spread" [label="foreach files"]
    "spread" -> "work" [label="num_parallel 4"]
    "work" -> "meet"
    "meet" -> "gather"
    "gather" -> "left"
    "gather" -> "right"
    "left" -> "both"
    "right" -> "both"
    "both" -> "both" [label="state = say \\"again\\""]
    "both" -> "end" [label="state = True or 0.5"]
}
"""
    )


def test_labels_cannot_become_syntax() -> None:
    odd = flow("F", start=Foreach(target="end", items='a\\"]\n\0', span=SPAN), end=End())
    text = dot(Program(odd, tasks("start", "end")))
    assert '[label="foreach a\\\\\\"]\\n\ufffd"]' in text


def test_a_gang_whose_size_only_the_run_knows() -> None:
    gang = flow("F", start=Gang(target="end", size=None, span=SPAN), end=End())
    assert '[label="num_parallel"]' in dot(Program(gang, tasks("start", "end")))


def test_no_depth_is_too_deep() -> None:
    text = dot(nested(2000))
    assert text.count("subgraph") == 2000
    assert text.count("{") == text.count("}")
