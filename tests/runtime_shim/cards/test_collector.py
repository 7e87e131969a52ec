from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from runtime_shim.authoring.decorators import Decoration
from runtime_shim.cards import collector_for, render_cards
from runtime_shim.cards.card import ComponentOverwriteNotSupportedException
from runtime_shim.cards.collector import CardCollector, CardEditor
from runtime_shim.cards.components import Markdown, ProgressBar
from tests.runtime_shim.cards.tasks import Page, collect, context_in, flow_with, stored


def editor(collector: CardCollector, key: str) -> CardEditor:
    card = collector[key]
    assert isinstance(card, CardEditor)
    return card


def texts(card: CardEditor) -> list[Any]:
    return [component.render() for component in card]


def test_a_step_without_a_card_has_no_collector(tmp_path: Path) -> None:
    assert collector_for([Decoration("retry", {})], context_in(tmp_path)) is None


def test_nothing_of_the_cards_is_imported_before_a_card_is() -> None:
    check = (
        "import sys, runtime_shim.cards as cards\n"
        "assert cards.collector_for([], None) is None\n"
        "print([name for name in sys.modules if 'runtime_shim.cards.' in name])"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_only_editable_card_is_meant(tmp_path: Path) -> None:
    collector = collect(context_in(tmp_path), {"type": "taskspec_card"}, {"type": "default"})
    collector.append(Markdown("a"), id="first")
    collector.extend([Markdown("b")])
    assert collector.components is not None
    assert collector.components.keys() == ["first", "markdown_1"]
    collector.clear()
    assert len(collector.components) == 0


@pytest.mark.parametrize(
    ("cards", "meant"),
    [
        ([{"id": "a"}, {}], 1),
        ([{"id": "a"}, {"id": "b", "customize": True}], 1),
        ([{}, {"id": "b", "customize": "True"}], 1),
        ([{"id": "a"}, {"id": "b"}], None),
        ([{}, {"type": "blank"}], None),
        ([{"customize": True}, {"customize": True, "id": "b"}], 0),
        ([{"type": "taskspec_card"}], None),
        ([{"type": "unknown"}], None),
    ],
)
def test_which_card_append_means(
    tmp_path: Path, cards: list[dict[str, Any]], meant: int | None
) -> None:
    collector = collect(context_in(tmp_path), *cards)
    collector.append(Markdown("x"))
    found = [n for n, card in enumerate(collector.cards) if len(card.components)]
    assert found == ([] if meant is None else [meant])


@pytest.mark.parametrize(
    ("cards", "reason"),
    [
        ([{"id": "a"}, {"id": "b"}], "which of several cards is meant"),
        ([{"type": "taskspec_card"}], "type `taskspec_card` takes no components"),
        ([{"type": "nope"}], "there is no card of type `nope`"),
    ],
)
def test_append_without_a_card_warns_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cards: list[dict[str, Any]], reason: str
) -> None:
    collector = collect(context_in(tmp_path), *cards)
    collector.append(Markdown("x"))
    collector.append(Markdown("y"))
    collector.refresh()
    collector.clear()
    assert collector.components is None
    warnings = capsys.readouterr().err.splitlines()
    assert [reason in line for line in warnings] == [True, True]
    assert warnings[0].startswith("[@card WARNING] `current.card.append` does nothing")
    assert "`current.card.components`" in warnings[1]


def test_warnings_are_in_the_card_too(tmp_path: Path) -> None:
    context = context_in(tmp_path)
    collector = collect(context, {"type": "blank", "id": "a"})
    assert collector["other"] == []
    render_cards(collector, flow_with(context), context)
    assert "`current.card['other']` is not present" in Page(stored(context)["blank-a"]).text


def test_cards_by_id(tmp_path: Path) -> None:
    collector = collect(context_in(tmp_path), {"id": "a"}, {"id": "b", "type": "blank"})
    editor(collector, "b").append(Markdown("x"))
    assert len(editor(collector, "a").components) == 0
    collector["a"] = [Markdown("1"), Markdown("2")]
    collector["a"] = [Markdown("3")]
    assert [block["source"] for block in texts(editor(collector, "a"))] == ["3"]
    assert collector.get(type="blank") == [collector["b"]]
    assert collector.get() == []


def test_an_id_that_no_card_has(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    collector = collect(context_in(tmp_path), {"id": "a"})
    assert collector["b"] == collector["b"] == []
    collector["b"] = [Markdown("x")]
    collector["a"] = Markdown("no list")
    err = capsys.readouterr().err
    assert err.count("what is added to this one is lost") == 1
    assert "`current.card['b']` is not present. Give an @card the `id` 'b'.\n" in err
    assert "`current.card['a']` is not set: it takes a list" in err


def test_an_id_that_two_cards_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    collector = collect(context_in(tmp_path), {"id": "a"}, {"id": "a"}, {"id": "b"})
    assert collector["a"] == []
    assert isinstance(collector["b"], CardEditor)
    assert "More than one @card has the id a" in capsys.readouterr().err


def test_an_id_that_is_no_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    collector = collect(context_in(tmp_path), {"id": "a b"})
    assert collector.cards[0].spec.name == "default"
    assert "@card with id 'a b'" in capsys.readouterr().err


def test_components_by_id(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    components = collect(context_in(tmp_path), {}).components
    assert components is not None
    bar = ProgressBar()
    components["bar"] = bar
    components["bar"].update(3)
    assert components["bar"] is bar
    with pytest.raises(ComponentOverwriteNotSupportedException, match="`bar`"):
        components["bar"] = ProgressBar()
    del components["bar"]
    assert "bar" not in components
    with pytest.raises(KeyError):
        del components["bar"]
    components["missing"].update(3)
    assert "no component `missing`" in capsys.readouterr().err
    components["missing2"].update(1)
    components.append(bar, id="missing")
    assert components["missing"] is bar


def test_what_is_no_component_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    collector = collect(context_in(tmp_path), {})
    collector.extend(["text", Markdown("x")])
    assert len(collector.cards[0].components) == 1
    assert "Component (text) is not a valid MetaflowCardComponent" in capsys.readouterr().err


def test_names_tell_cards_apart(tmp_path: Path) -> None:
    given = [{}, {}, {"id": "a"}, {"id": "a"}, {"type": "no name!"}, {"type": "blank"}]
    names = [card.spec.name for card in collect(context_in(tmp_path), *given).cards]
    assert names == ["default", "default.2", "default-a", "default-a.2", "error", "blank"]
