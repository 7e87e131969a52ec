from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from tests.cli.conftest import Flowc
from tests.runtime_shim.client.stores import MadeRun, failed_run, finished_run


def test_the_cards_of_a_run(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    result = flowc("card", "17")
    assert (result.code, result.err) == (0, "")
    rows = [line.split() for line in result.out.splitlines()]
    assert rows[0] == ["STEP", "TASK", "TYPE", "ID", "KEY"]
    assert [row[:4] for row in rows[1:]] == [["train", str(n), "default", "-"] for n in range(3)]
    assert json.loads(flowc("card", "17/train/1", "--format", "json").out) == [
        {
            "step": "train",
            "task": "1",
            "type": "default",
            "id": None,
            "key": "TrainFlow/runs/17/train/1/cards/1-default.html",
        }
    ]


def test_the_only_card_is_written(store: Path, tmp_path: Path, flowc: Flowc) -> None:
    finished_run(store)
    assert flowc("card", "17/train/1", "--output", "-").out == "<html>b</html>"
    result = flowc("card", "17/train/1", "--output", str(tmp_path / "card.html"))
    assert (result.code, result.out) == (0, "")
    assert (tmp_path / "card.html").read_text() == "<html>b</html>"


def test_one_of_several_cards(store: Path, tmp_path: Path, flowc: Flowc) -> None:
    cards = {"default": "plain", "default-curves": "curves", "mine-sums": "sums"}
    MadeRun(store, "F", "1").begin().task("start", cards=cards)
    assert flowc("card", "1/start", "--id", "curves", "--output", "-").out == "curves"
    assert flowc("card", "1/start", "--type", "mine", "--output", "-").out == "sums"
    result = flowc("card", "1/start", "--output", str(tmp_path / "card.html"))
    assert result.code == 2
    assert "has 3 cards; name one task and card, such as F/1/start/-" in result.err
    assert not (tmp_path / "card.html").exists()


def test_a_card_is_opened_from_a_file(
    store: Path, tmp_path: Path, flowc: Flowc, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(click, "launch", opened.append)
    finished_run(store)
    assert flowc("card", "17/train/2", "--open").code == 0
    (file,) = opened
    assert Path(file).read_text() == "<html>c</html>"
    assert file.endswith(".html")


def test_a_reused_task_has_the_card_of_the_one_it_reused(store: Path, flowc: Flowc) -> None:
    finished_run(store)
    MadeRun(store, "TrainFlow", "20").begin(origin="17").task("train", "1", origin="17")
    assert flowc("card", "20/train/1", "--output", "-").out == "<html>b</html>"


def test_no_card(store: Path, flowc: Flowc) -> None:
    failed_run(store)
    result = flowc("card", "18")
    assert (result.code, result.out) == (0, "")
    assert result.err == "TrainFlow/18 has no card.\n"
    result = flowc("card", "18", "--open")
    assert result.code == 2
    assert "TrainFlow/18 has no card" in result.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--id", "crves"), "no card of the id `crves`; did you mean `curves`?"),
        (("--id", "zzz"), "no card of the id `zzz`; there are curves, sums\n"),
        (("--type", "zzz"), "no card of the type `zzz`; there are default, mine\n"),
        (
            ("--id", "sums", "--type", "default"),
            "no card of both the id `sums` and the type `default`",
        ),
    ],
)
def test_a_card_that_is_not_among_them(
    store: Path, flowc: Flowc, options: tuple[str, ...], said: str
) -> None:
    cards = {"default": "plain", "default-curves": "curves", "mine-sums": "sums"}
    MadeRun(store, "F", "1").begin().task("start", cards=cards)
    result = flowc("card", "1", *options)
    assert (result.code, result.out) == (2, "")
    assert f"F/1 has {said}" in result.err
