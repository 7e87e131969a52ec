"""The commands of a run whose datastore is a bucket, from its start to what is left of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from runtime_shim.store import open_store
from tests.cli.conftest import Flowc

FLOW = """\
import multiprocessing
import os
import time
from pathlib import Path

from flowc import FlowSpec, Parameter, card, parallel_map, step


class BucketFlow(FlowSpec):
    alpha = Parameter("alpha", default=2)

    @step
    def start(self):
        print("starts")
        self.items = [1, 2, 3]
        self.factors = list(range(50))
        self.next(self.work, foreach="items")

    @card
    @step
    def work(self):
        self.result = self.input * self.alpha
        self.next(self.join)

    @step
    def join(self, inputs):
        self.results = [one.result for one in inputs]
        self.merge_artifacts(inputs, include=["factors"])
        self.next(self.end)

    @step
    def end(self):
        if Path("fail").exists():
            raise ValueError("not yet")

        # Both are loaded by the forked processes themselves.
        def total(number):
            return number * sum(self.factors)

        self.totals = parallel_map(total, self.results)
        with multiprocessing.get_context("fork").Pool(2) as pool:
            self.counts = pool.map(self.count, self.results)
        print("ends", self.totals, self.counts)
        while Path("wait").exists():
            time.sleep(0.01)

    @staticmethod
    def count(number):
        return number + 1
"""


@pytest.fixture
def root(store: Path, bucket: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a datastore, which the environment names; the flow is in the project."""
    assert not store.exists()
    (project / "flow.py").write_text(FLOW)
    url = f"s3://{bucket}/runs"
    monkeypatch.setenv("FLOWC_DATASTORE", url)
    return url


def test_a_run_that_fails_is_resumed(root: str, project: Path, flowc: Flowc) -> None:
    (project / "fail").touch()
    failed = flowc("run", "flow.py", "--alpha", "3")
    assert failed.code == 1
    assert f"kept in {root}" in failed.out
    (project / "fail").unlink()
    resumed = flowc("resume")
    assert (resumed.code, resumed.err) == (0, "")
    assert "5 reused" in resumed.out
    assert "ends [3675, 7350, 11025] [4, 7, 10]" in resumed.out
    assert not (project / ".flowc").exists()

    runs = json.loads(flowc("runs", "--format", "json").out)
    assert [run["status"] for run in runs] == ["succeeded", "failed"]
    shown = flowc("show").out
    assert "It resumed" in shown
    assert flowc("logs").out == "start | starts\nend | ends [3675, 7350, 11025] [4, 7, 10]\n"
    assert flowc("artifacts", "latest", "totals").out == "[3675, 7350, 11025]\n"
    cards = flowc("card", "latest", "--format", "json")
    assert len(json.loads(cards.out)) == 3
    page = project / "card.html"
    assert flowc("card", "latest/work/1", "--output", str(page)).code == 0
    assert page.read_text().startswith("<!doctype html>")

    from runtime_shim.client import Flow

    run = Flow("BucketFlow").latest_successful_run
    assert run is not None
    assert [task.data.result for task in run["work"]] == [9, 6, 3]


def test_who_follows_a_run_sees_what_it_prints(root: str, project: Path, flowc: Flowc) -> None:
    (project / "wait").touch()
    command = [sys.executable, "-m", "compiler"]
    running = subprocess.Popen(
        [*command, "run", "flow.py"], stdout=subprocess.DEVNULL, env={**os.environ}
    )
    try:
        deadline = time.monotonic() + 30
        while "end | ends" not in flowc("logs").out:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        assert running.poll() is None
        following = subprocess.Popen(
            [*command, "logs", "--follow"], stdout=subprocess.PIPE, text=True
        )
        (project / "wait").unlink()
        out, _ = following.communicate(timeout=30)
        assert running.wait(timeout=30) == 0
    finally:
        running.kill()
    assert out == "start | starts\nend | ends [2450, 4900, 7350] [3, 5, 7]\n"


COMMANDS = (
    ["run", "flow.py"],
    ["resume", "flow.py"],
    ["upload", "flow.py"],
    *(["runs"], ["show"], ["logs"], ["artifacts"], ["card"], ["gc"]),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command[0]))
def test_a_datastore_that_cannot_be_used(
    root: str, flowc: Flowc, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    missing = flowc(*command, "--datastore", "s3://no-such-bucket/x")
    assert missing.code == 1
    assert "there is no such bucket" in missing.err
    for url, message in {
        "http://127.0.0.1:1": "http://127.0.0.1:1 does not answer",
        "127.0.0.1:1": "METAFLOW_S3_ENDPOINT_URL is `127.0.0.1:1`, which is no URL of a server",
    }.items():
        monkeypatch.setenv("METAFLOW_S3_ENDPOINT_URL", url)
        failed = flowc(*command, "--datastore", root)
        assert failed.code == 1
        assert message in failed.err
        assert "Traceback" not in failed.err


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command[0]))
@pytest.mark.parametrize("url", ["s3:/bucket", "s3://ann:SECRET@bucket/x", "s3://b?key=SECRET"])
def test_a_url_that_is_no_datastore(
    root: str, project: Path, flowc: Flowc, command: list[str], url: str
) -> None:
    result = flowc(*command, "--datastore", url)
    assert result.code == 2
    assert "write s3://BUCKET/FOLDER" in result.err
    assert "SECRET" not in result.out + result.err
    assert not (project / "s3:").exists()


def test_a_run_with_the_same_id_does_not_begin_twice(root: str) -> None:
    from runtime_shim.history import History
    from runtime_shim.run_record import RunRecord

    records = [RunRecord("F", "1", 1.0, user, f"user:{user}") for user in ("ann", "bob")]
    history = History(open_store(root), "F", "1")
    assert [history.begin(record) for record in records] == [True, False]
    assert history.record() == records[0]
