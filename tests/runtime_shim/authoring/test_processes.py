from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime_shim.authoring.processes import (
    MulticoreException,
    parallel_imap_unordered,
    parallel_map,
)
from runtime_shim.authoring.profile import profile


def test_the_results_are_in_the_order_of_the_items(tmp_path: Path) -> None:
    factor = 3
    assert parallel_map(lambda item: item * factor, range(7), max_parallel=2) == [
        0,
        3,
        6,
        9,
        12,
        15,
        18,
    ]
    assert parallel_map(len, [], dir=str(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_each_call_has_a_process_of_its_own() -> None:
    processes = set(parallel_imap_unordered(lambda _: os.getpid(), range(4), max_parallel=3))
    assert len(processes) == 4
    assert os.getpid() not in processes


def test_results_come_as_soon_as_they_are_there_and_no_more_than_asked_for_run() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for item in range(4):
            taken.append(item)
            yield item

    results = parallel_imap_unordered(str, items(), max_parallel=1)
    assert next(results) == "0"
    assert taken == [0, 1]
    assert list(results) == ["1", "2", "3"]


def test_a_failure_shows_its_traceback_and_ends_the_whole(
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fail(item: int) -> int:
        if item == 1:
            raise ValueError("bad item")
        return item

    with pytest.raises(MulticoreException):
        parallel_map(fail, range(3), max_parallel=2)
    assert "ValueError: bad item" in capfd.readouterr().err


def test_profile_prints_or_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    with profile("a block"):
        sys.stdout.write("inside\n")
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["PROFILE: a block starting", "inside"]
    assert lines[2].startswith("PROFILE: a block completed in ")
    sums = {"a block": 1000}
    with profile("a block", stats_dict=sums):
        pass
    assert sums["a block"] >= 1000
    assert capsys.readouterr().out == ""
