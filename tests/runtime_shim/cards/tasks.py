"""A task to make cards of, and how to look at them."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from runtime_shim.artifacts import Artifacts
from runtime_shim.authoring.decorators import Decoration
from runtime_shim.cards import collector_for
from runtime_shim.cards.collector import CardCollector
from runtime_shim.cards.reading import find_cards
from runtime_shim.flow.context import TaskContext
from runtime_shim.flow.state import ATTRIBUTE, TaskState
from runtime_shim.manifest import TaskId
from runtime_shim.plan import Edge, Plan, PlanStep
from runtime_shim.store.folder import FolderStore

PLAN = Plan(
    flow="TrainFlow",
    file="flow.py",
    start="start",
    end="end",
    steps={
        "start": PlanStep("start", "foreach", {"train": Edge(item=True)}, items="sizes"),
        "train": PlanStep("train", "linear", {"join": Edge(slot="#")}),
        "join": PlanStep("join", "linear", {"end": Edge()}, split="start"),
        "end": PlanStep("end", "end"),
    },
)
TASK = TaskId("train", "3")


class TrainFlow:
    """Stands for the user's class: cards read its attributes and the code of its steps."""

    def train(self) -> None:
        """Trains <one> model."""


def context_in(root: Path, attempt: int = 0) -> TaskContext:
    return TaskContext(PLAN, FolderStore(str(root)), "17", TASK, attempt, {})


def collect(context: TaskContext, *cards: Mapping[str, Any]) -> CardCollector:
    """`current.card` of a step with one `@card` for each table of arguments."""
    collector = collector_for([Decoration("card", dict(card)) for card in cards], context)
    assert collector is not None
    return collector


def flow_with(context: TaskContext, parameters: tuple[str, ...] = (), **values: Any) -> TrainFlow:
    """A flow object after its step has set some artifacts."""
    flow = TrainFlow()
    codec = Artifacts(context.store, "TrainFlow")
    state = TaskState(PLAN, "17", TASK, codec, parameters=parameters)
    vars(flow).update({ATTRIBUTE: state, **values})
    return flow


def stored(context: TaskContext) -> dict[str, str]:
    """The pages of the newest attempt that has any, by type and id."""
    found = find_cards(context.store, "TrainFlow", "17", TASK)
    return {
        card.type if card.id is None else f"{card.type}-{card.id}": card.get() for card in found
    }


class Page(HTMLParser):
    """What a browser would find in a page: its tags, and the text outside of the style."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == [], f"not closed: {self.open}"

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attributes)
        if tag not in ("meta", "img", "br", "hr"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attributes)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data
