"""Members of a gang that is one multi-node job, which ends when its main node does."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from runtime_shim import contract
from runtime_shim.manifest import TaskId
from tests.runtime_shim.driver import Attempt, Driver

FLOW = """
import time
from pathlib import Path
from flowc import FlowSpec, current, parallel, retry, step

class GangFlow(FlowSpec):
    @step
    def start(self):
        self.next(self.train, num_parallel=3)

    @retry(times=1)
    @parallel
    @step
    def train(self):
        self.told = tuple(current.parallel)
        index = current.parallel.node_index
        for _ in range(10_000):
            if Path(f"go-{index}").exists():
                break
            time.sleep(0.002)
        if Path(f"broken-{index}").exists():
            raise ValueError("no more memory")
        self.next(self.join)

    @step
    def join(self, inputs):
        self.told = [one.told for one in inputs]
        self.next(self.end)

    @step
    def end(self):
        pass
"""
MAIN = "10.1.2.3"


@pytest.fixture(params=["folder", "s3"])
def flow(request: pytest.FixtureRequest, tmp_path: Path) -> Driver:
    driver = Driver.of(tmp_path, FLOW)
    if request.param == "s3":
        bucket: str = request.getfixturevalue("bucket")
        driver.environment[contract.ENV_DATASTORE] = f"s3://{bucket}/gang"
    assert driver.attempt("start").status == 0, driver.output()
    return driver


def _nodes(
    flow: Driver, pool: ThreadPoolExecutor, attempt: int = 1, job: str = "a"
) -> list[Future[Attempt]]:
    """The command of all nodes is the same, as it is in a job definition."""
    variables = {
        contract.ENV_BATCH: contract.BATCH_GANG,
        "AWS_BATCH_JOB_NUM_NODES": "3",
        "AWS_BATCH_JOB_ATTEMPT": str(attempt),
    }
    main = {"AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS": MAIN}
    return [
        pool.submit(
            flow.retry,
            "train",
            "",
            0,
            **variables,
            **(main if node else {}),
            AWS_BATCH_JOB_ID=f"{job}#{node}",
            AWS_BATCH_JOB_NODE_INDEX=str(node),
        )
        for node in range(3)
    ]


def _go(flow: Driver, *members: int) -> None:
    for member in members:
        (flow.folder / f"go-{member}").touch()


def _await_commit(flow: Driver, path: str, attempt: int = 0) -> None:
    for _ in range(1_000):
        if attempt in flow.history.attempts(TaskId("train", path)):
            return
        time.sleep(0.02)
    raise AssertionError(f"{path} has not committed: {flow.output()}")


def test_the_main_node_ends_last(flow: Driver) -> None:
    with ThreadPoolExecutor(3) as pool:
        nodes = _nodes(flow, pool)
        _go(flow, 0, 1)
        _await_commit(flow, "0")
        assert nodes[1].result().status == 0
        time.sleep(1)
        ended_early = nodes[0].done()
        _go(flow, 2)
        assert [node.result().status for node in nodes] == [0, 0, 0], flow.output()
    assert not ended_early
    assert flow.attempt("join").status == 0, flow.output()
    told = flow.values("join")["told"]
    assert [(size, index, main) for _, size, index, main in told] == [
        (3, index, "0") for index in range(3)
    ]
    assert [address for address, *_ in told[1:]] == [MAIN, MAIN]
    assert flow.history.retries(TaskId("train", "0")) == []


def test_a_member_that_fails_fails_the_job_and_the_next_attempt_is_all_of_them(
    flow: Driver,
) -> None:
    _go(flow, 0, 1, 2)
    (flow.folder / "broken-2").touch()
    with ThreadPoolExecutor(3) as pool:
        nodes = [node.result() for node in _nodes(flow, pool)]
    assert [node.status for node in nodes] == [1, 0, 1]
    assert nodes[0].stderr == (
        "member 2 of the gang `train` has failed (ValueError: no more memory), and so has the "
        "gang.\n"
    )
    assert flow.history.failures(TaskId("train", "0")) == []
    (flow.folder / "broken-2").unlink()
    with ThreadPoolExecutor(3) as pool:
        nodes = [node.result() for node in _nodes(flow, pool, attempt=2)]
    assert [node.status for node in nodes] == [0, 0, 0], flow.output()
    for path, attempts in (("0", [0, 1]), ("1", [0, 1]), ("2", [1])):
        assert flow.history.attempts(TaskId("train", path)) == attempts


def test_another_job_does_not_fail_for_what_one_before_it_left(flow: Driver) -> None:
    """A run that is taken up again submits its job anew, and Batch counts from 1 again."""
    _go(flow, 0, 1, 2)
    (flow.folder / "broken-2").touch()
    with ThreadPoolExecutor(3) as pool:
        assert [node.result().status for node in _nodes(flow, pool)] == [1, 0, 1]
    for file in ("broken-2", "go-2"):
        (flow.folder / file).unlink()
    with ThreadPoolExecutor(3) as pool:
        nodes = _nodes(flow, pool, job="b")
        assert nodes[1].result().status == 0
        time.sleep(1)
        _go(flow, 2)
        assert [node.result().status for node in nodes] == [0, 0, 0], flow.output()
    assert flow.history.attempts(TaskId("train", "2")) == [0]


def test_what_an_earlier_attempt_committed_does_not_count(flow: Driver) -> None:
    _go(flow, 0, 1, 2)
    with ThreadPoolExecutor(3) as pool:
        assert [node.result().status for node in _nodes(flow, pool)] == [0, 0, 0]
    (flow.folder / "go-1").unlink()
    with ThreadPoolExecutor(3) as pool:
        nodes = _nodes(flow, pool, attempt=2)
        _await_commit(flow, "0", attempt=1)
        time.sleep(1)
        ended_early = nodes[0].done()
        _go(flow, 1)
        assert [node.result().status for node in nodes] == [0, 0, 0], flow.output()
    assert not ended_early
