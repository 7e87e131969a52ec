"""Schedulers that count their tries, of which some never come to a container."""

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
from flowc import FlowSpec, catch, current, retry, step

class TryFlow(FlowSpec):
    @retry(times=1, minutes_between_retries=0)
    @catch(var="problem")
    @step
    def start(self):
        self.count = current.retry_count
        self.made_by = os.environ.get("NAME")
        Path(f"there-{self.made_by}").touch()
        while not Path("go").exists():
            time.sleep(0.002)
        if Path("broken").exists():
            os._exit(9)
        self.next(self.end)

    @step
    def end(self):
        self.count = current.retry_count
"""

START = TaskId("start", "")


@pytest.fixture(params=["folder", "s3"])
def flow(request: pytest.FixtureRequest, tmp_path: Path) -> Driver:
    driver = Driver.of(tmp_path, FLOW)
    if request.param == "s3":
        bucket: str = request.getfixturevalue("bucket")
        driver.environment[contract.ENV_DATASTORE] = f"s3://{bucket}/tries"
    return driver


def _all_go(flow: Driver) -> None:
    (flow.folder / "go").touch()


def _await(flow: Driver, *names: str) -> None:
    while not all((flow.folder / f"there-{name}").exists() for name in names):
        time.sleep(0.002)


def test_tries_that_never_started_are_no_attempts(flow: Driver) -> None:
    """The first two run the user's code, which kills them; the third leaves it to `@catch`."""
    _all_go(flow)
    (flow.folder / "broken").touch()
    assert [flow.retry("start", number=number).status for number in (2, 3, 17)] == [9, 9, 0]
    assert flow.history.retries(START) == [2, 3, 17]
    assert flow.history.attempts(START) == [2]
    assert flow.values("start")["problem"] is not None


def test_a_step_with_one_attempt_leaves_no_record(flow: Driver) -> None:
    _all_go(flow)
    assert flow.retry("start").status == 0, flow.output()
    assert flow.retry("end", number=5).status == 0, flow.output()
    assert flow.values("end")["count"] == 0
    assert flow.history.attempts(TaskId("end", "")) == [0]
    assert flow.history.retries(TaskId("end", "")) == []


def test_one_that_is_started_again_is_the_same_attempt(flow: Driver) -> None:
    """As after a host was taken away, which the scheduler does not count."""
    _all_go(flow)
    (flow.folder / "broken").touch()
    assert [flow.retry("start", number=number).status for number in (0, 1, 1)] == [9, 9, 9]
    (flow.folder / "broken").unlink()
    assert flow.retry("start", number=1).status == 0, flow.output()
    assert flow.values("start")["count"] == 1


def _race(flow: Driver, first: int, second: int, **more: str) -> list[Attempt]:
    """Both are in the user's code before either ends."""
    with ThreadPoolExecutor(2) as pool:
        racers = [
            pool.submit(flow.retry, "start", "", number, NAME=name, **more)
            for name, number in (("a", first), ("b", second))
        ]
        _await(flow, "a", "b")
        _all_go(flow)
        return [racer.result() for racer in racers]


def test_of_two_that_start_the_same_retry_one_commits(flow: Driver) -> None:
    attempts = _race(flow, 4, 4)
    assert [attempt.status for attempt in attempts] == [0, 0], flow.output()
    assert flow.history.retries(START) == [4]
    assert flow.history.attempts(START) == [0]
    late = ["was started twice" in attempt.stderr for attempt in attempts]
    assert sorted(late) == [False, True]
    assert flow.values("start")["made_by"] == "ab"[late.index(False)]


def test_two_retries_at_once_are_two_attempts_or_one_that_one_commits(flow: Driver) -> None:
    """The later one is another attempt if it saw that the earlier one had started."""
    attempts = _race(flow, 0, 1)
    assert [attempt.status for attempt in attempts] == [0, 0], flow.output()
    assert flow.history.retries(START) == [0, 1]
    late = ["was started twice" in attempt.stderr for attempt in attempts]
    committed = flow.history.attempts(START)
    if committed == [0, 1]:
        assert late == [False, False]
        assert flow.values("start")["made_by"] == "b"
    else:
        assert committed == [0]
        assert flow.values("start")["made_by"] == "ab"[late.index(False)]


def test_one_that_starts_while_the_one_before_still_runs_is_the_next_attempt(flow: Driver) -> None:
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(flow.retry, "start", "", 0, NAME="a")
        _await(flow, "a")
        second = pool.submit(flow.retry, "start", "", 1, NAME="b")
        _await(flow, "b")
        _all_go(flow)
        assert [first.result().status, second.result().status] == [0, 0], flow.output()
    assert flow.history.attempts(START) == [0, 1]
    assert (flow.values("start")["count"], flow.values("start")["made_by"]) == (1, "b")


def test_what_starts_leave_is_in_nobodys_way(flow: Driver) -> None:
    from compiler.datastore.references import read_references

    _all_go(flow)
    flow.retry("start", number=3)
    assert list(flow.history.steps()) == ["end", "start"]
    assert flow.history.tasks("start") == [START]
    references = read_references(flow.history.store, "TryFlow", time.time() + 60, lambda _: None)
    assert references.runs == {flow.history.run}
