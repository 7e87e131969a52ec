"""What two processes leave that run the same attempt at once, as after a node was lost of sight."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from runtime_shim import contract
from runtime_shim.manifest import TaskId
from tests.runtime_shim.driver import Attempt, Driver

FLOW = """
import os, time
from pathlib import Path
from flowc import FlowSpec, step

class RaceFlow(FlowSpec):
    @step
    def start(self):
        self.choice = self.made_by = os.environ["CHOICE"]
        Path(f"there-{self.choice}").touch()
        while not Path("go").exists():
            time.sleep(0.002)
        self.next({"left": self.left, "right": self.right}, condition="choice")

    @step
    def left(self):
        self.next(self.end)

    @step
    def right(self):
        self.next(self.end)

    @step
    def end(self):
        pass
"""

START = TaskId("start", "")


@pytest.fixture(params=["folder", "s3"])
def flow(request: pytest.FixtureRequest, tmp_path: Path) -> Driver:
    driver = Driver.of(tmp_path, FLOW)
    if request.param == "s3":
        bucket: str = request.getfixturevalue("bucket")
        driver.environment[contract.ENV_DATASTORE] = f"s3://{bucket}/race"
    return driver


def _start(flow: Driver, choice: str) -> Attempt:
    results = str(flow.folder / f"results-{choice}")
    return flow.attempt("start", CHOICE=choice, FLOWC_RESULTS=results)


def _check(flow: Driver, attempts: list[Attempt], counts: str) -> None:
    """All that there is says the same, and whoever was late says so."""
    manifest = flow.manifest("start")
    assert manifest.next.targets == (counts,)
    assert flow.values("start")["made_by"] == counts
    assert [attempt.status for attempt in attempts] == [0] * len(attempts)
    assert ["was started twice" in attempt.stderr for attempt in attempts].count(True) == 1
    for choice in ("left", "right"):
        result = flow.folder / f"results-{choice}" / contract.RESULT_CHOICE
        assert result.read_text() == counts
        arrival = flow.history.arrival(TaskId(choice, ""), "-")
        assert arrival == (START if choice == counts else None)


def test_the_first_of_two_that_commits_counts(flow: Driver) -> None:
    (flow.folder / "go").touch()
    attempts = [_start(flow, "left"), _start(flow, "right")]
    _check(flow, attempts, "left")


def test_of_two_that_commit_at_once_one_counts(flow: Driver) -> None:
    with ThreadPoolExecutor(2) as pool:
        racers = [pool.submit(_start, flow, choice) for choice in ("left", "right")]
        while len(list(flow.folder.glob("there-*"))) < 2:
            time.sleep(0.002)
        (flow.folder / "go").touch()
        attempts = [racer.result() for racer in racers]
    _check(flow, attempts, flow.manifest("start").next.targets[0])
    assert flow.history.attempts(START) == [0]


def test_what_the_first_one_did_not_come_to_the_second_one_does(flow: Driver) -> None:
    (flow.folder / "go").touch()
    first = _start(flow, "left")
    # As if it had been killed when it had just committed.
    key = contract.arrival_key(flow.plan.flow, flow.history.run, "left", "", "-")
    flow.history.store.delete(key)
    _check(flow, [first, _start(flow, "right")], "left")
