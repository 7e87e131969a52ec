"""What real runs have left can all be read after a collection."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from runtime_shim.client import Flow, Run, scope
from tests.cli.conftest import Flowc

SOURCE = """\
from metaflow import FlowSpec, IncludeFile, Parameter, card, catch, current, retry, step
from metaflow.cards import Markdown


class Store(FlowSpec):
    bad = Parameter("bad", default=-1)
    notes = IncludeFile("notes", default="notes.txt")

    @card
    @step
    def start(self):
        self.items = ["a", "b", "c"]
        self.large = bytearray(range(256)) * 8192
        current.card.append(Markdown("hello"))
        self.next(self.work, foreach="items")

    @retry(times=1, minutes_between_retries=0)
    @step
    def work(self):
        print("item", self.input)
        self.of_an_attempt = ["only of an attempt", self.input, current.retry_count, self.bad]
        self.large[0] = self.index
        if self.index == self.bad and current.retry_count == 0 or self.bad > 9:
            raise ValueError("a bad item")
        self.next(self.join)

    @step
    def join(self, inputs):
        self.sizes = [len(task.large) for task in inputs]
        self.attempts = [task.of_an_attempt for task in inputs]
        self.next(self.risky)

    @catch(var="failed")
    @step
    def risky(self):
        self.before = "set before it failed"
        if self.before:
            raise KeyError("caught")
        self.next(self.end)

    @step
    def end(self):
        self.total = sum(self.sizes)
"""


@pytest.fixture(autouse=True)
def everybodys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scope, "_namespace", None)


def run(flowc: Flowc, *arguments: str) -> str:
    result = flowc(*arguments, "--format", "json")
    assert result.err == ""
    found: str = json.loads(result.out.splitlines()[0])["run"]
    return found


def seen() -> dict[str, object]:
    """All that the client shows of all runs."""
    found: dict[str, object] = {}
    for a_run in Flow("Store"):
        for a_step in a_run:
            for task in a_step:
                found[task.pathspec] = (task.successful, task.stdout, task.stderr, task.exception)
                found.update({one.pathspec: one.data for one in task.artifacts})
    return {name: repr(value) for name, value in found.items()}


def kept(store: Path) -> dict[Path, bytes]:
    """All that is not found by its digest: records, logs, cards."""
    files = [path for path in (store / "Store" / "runs").rglob("*") if path.is_file()]
    return {path: path.read_bytes() for path in files}


def digests(store: Path) -> set[str]:
    return {path.name for path in (store / "Store" / "blobs").rglob("*") if path.is_file()}


def referred_to(store: Path) -> set[str]:
    """By the letter: every digest in any file of any run, whatever the file is for."""
    text = b"".join(kept(store).values())
    return {digest for digest in digests(store) if digest.encode() in text}


def test_what_runs_refer_to_stays(store: Path, flowc: Flowc) -> None:
    Path("store.py").write_text(SOURCE)
    Path("notes.txt").write_text("remember " * 1000)
    failed = run(flowc, "run", "store.py", "--bad", "10")
    Path("store.py").write_text(SOURCE.replace("self.bad > 9", "False"))
    resumed = run(flowc, "resume", "store.py", "--run", failed)
    retried = run(flowc, "run", "store.py", "--bad", "1")
    whole = run(flowc, "run", "store.py", "--bad", "-1")
    for path in store.rglob("*"):
        os.utime(path, (1, 1))
    assert Run(f"Store/{resumed}").successful

    everything = digests(store)
    assert referred_to(store) == everything
    for gone in (failed, whole, retried):
        before = seen()
        shutil.rmtree(store / "Store" / "runs" / gone)
        wanted, files = referred_to(store), kept(store)
        assert wanted < everything
        assert flowc("gc", "--delete", "--packages").code == 0
        assert (digests(store), kept(store)) == (wanted, files)
        everything = wanted
        after = seen()
        assert after == {name: one for name, one in before.items() if f"/{gone}/" not in name}
