from __future__ import annotations

import tempfile
import webbrowser
from pathlib import Path
from urllib.request import url2pathname

import pytest

from runtime_shim.cards import render_cards
from runtime_shim.cards.components import get_cards
from runtime_shim.cards.reading import (
    CardNotPresentException,
    IncorrectArgumentException,
    IncorrectPathspecException,
)
from runtime_shim.client import Task
from runtime_shim.contract import ENV_DATASTORE
from runtime_shim.manifest import Manifest, Next
from tests.runtime_shim.cards.tasks import TASK, collect, context_in, flow_with

PATHSPEC = "TrainFlow/17/train/3"


def run(root: Path, run_id: str = "17", attempt: int = 0, origin: str | None = None) -> None:
    """One attempt with three cards, committed; or one that reuses another run's."""
    context = context_in(root, attempt)
    names: tuple[str, ...] = ()
    if origin is None:
        collector = collect(context, {"type": "blank", "id": "b"}, {}, {"type": "taskspec_card"})
        names = render_cards(collector, flow_with(context), context)
    manifest = Manifest(
        flow="TrainFlow",
        run=run_id,
        task=TASK,
        attempt=attempt,
        started=1.0,
        finished=2.0,
        artifacts={},
        next=Next(("join",)),
        cards=names,
        origin=origin,
    )
    history = type(context.history)(context.store, "TrainFlow", run_id)
    history.commit(manifest)


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(ENV_DATASTORE, str(tmp_path))
    return tmp_path


def test_the_cards_of_a_task(store: Path) -> None:
    run(store)
    cards = get_cards(PATHSPEC)
    assert [(card.type, card.id) for card in cards] == [
        ("blank", "b"),
        ("default", None),
        ("taskspec_card", None),
    ]
    assert len(cards) == 3
    card = cards[2]
    assert card.get() == PATHSPEC
    assert card.path == "TrainFlow/runs/17/train/3/cards/0-taskspec_card.html"
    assert str(card) == f"<Card at '{card.path}'>"
    assert len({card.hash for card in cards}) == 3
    with pytest.raises(IndexError):
        cards[3]


def test_some_of_them(store: Path) -> None:
    run(store)
    task = Task(PATHSPEC, _namespace_check=False)
    assert [card.type for card in get_cards(task, id="b")] == ["blank"]
    assert [card.id for card in get_cards(task, type="default")] == [None]
    assert list(get_cards(task, id="c")) == []


def test_those_of_the_newest_attempt_or_of_one(store: Path) -> None:
    run(store)
    run(store, attempt=1)
    assert {card.path.rpartition("/")[2][0] for card in get_cards(PATHSPEC)} == {"1"}
    first = Task(PATHSPEC, attempt=0, _namespace_check=False)
    assert {card.path.rpartition("/")[2][0] for card in get_cards(first)} == {"0"}


def test_those_of_the_run_that_was_resumed(store: Path) -> None:
    run(store)
    run(store, "18", origin="17")
    run(store, "19", origin="18")
    cards = get_cards("TrainFlow/19/train/3")
    assert cards.from_resumed
    assert cards.origin_pathspec == PATHSPEC
    assert cards[0].origin_pathspec == PATHSPEC
    with pytest.raises(CardNotPresentException):
        get_cards("TrainFlow/19/train/3", follow_resumed=False)


def test_what_is_no_task() -> None:
    with pytest.raises(IncorrectPathspecException, match="flowname/runid/stepname/taskid"):
        get_cards("TrainFlow/17")
    with pytest.raises(IncorrectArgumentException, match="not int"):
        get_cards(3)


def test_in_a_notebook_a_card_stands_in_a_frame_that_runs_nothing(store: Path) -> None:
    run(store)
    html = get_cards(PATHSPEC)._repr_html_()
    assert html.count("<iframe sandbox ") == 3
    assert "<style>" not in html


def test_a_browser_shows_it(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(store)
    seen: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda url: seen.append(_read(url)))
    card = get_cards(PATHSPEC, type="taskspec_card")[0]
    card.view()
    assert seen == [PATHSPEC]
    assert card._shown.name.startswith(tempfile.gettempdir())
    card._shown.close()


def _read(url: str) -> str:
    return Path(url2pathname(url[len("file://") :])).read_text()
