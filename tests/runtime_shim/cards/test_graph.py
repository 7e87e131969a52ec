from __future__ import annotations

from runtime_shim.cards.graph import drawing, graph_of
from runtime_shim.plan import Case, Edge, Plan, PlanStep
from tests.runtime_shim.cards.tasks import Page

LOOP = Plan(
    flow="Loop",
    file="flow.py",
    start="start",
    end="end",
    steps={
        "start": PlanStep("start", "linear", {"work": Edge(enter=1)}),
        "work": PlanStep("work", "linear", {"check": Edge(keep=1)}),
        "check": PlanStep(
            "check",
            "switch",
            {"work": Edge(keep=1, bump=True), "end": Edge()},
            condition="again",
            cases=(Case(True, "work"), Case(False, "end")),
        ),
        "end": PlanStep("end", "end"),
    },
)


class Loop:
    def work(self) -> None:
        """Works </title><script>."""


def test_the_graph_in_the_words_of_metaflow() -> None:
    graph = graph_of(LOOP, Loop)
    assert graph["start"]["type"] == "start"
    assert graph["work"] == {
        "name": "work",
        "type": "linear",
        "doc": "Works </title><script>.",
        "next": ["check"],
    }
    assert graph["check"]["type"] == "split-switch"
    assert graph["check"]["condition"] == "again"
    assert graph["check"]["switch_cases"] == {"True": "work", "False": "end"}


def test_a_drawing_has_a_box_for_each_step_and_a_line_for_each_way() -> None:
    svg = drawing(graph_of(LOOP, Loop), "work")
    page = Page(svg)
    assert page.tags.count("rect") == 4
    assert page.tags.count("path") == 4
    assert "script" not in page.tags
    assert "check ?" in page.text
    heights = [int(str(value)) for name, value in page.attributes if name == "y"]
    boxes = heights[0::2]
    assert boxes == sorted(boxes)
    assert page.attributes.count(("class", "marked")) == 1


def test_a_long_flow() -> None:
    graph = {f"s{n}": {"type": "linear", "next": [f"s{n + 1}"], "doc": ""} for n in range(3000)}
    graph["s3000"] = {"type": "end", "next": [], "doc": ""}
    assert drawing(graph, "s0").count("<rect") == 3001
