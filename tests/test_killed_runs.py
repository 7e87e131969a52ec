"""Runs that are killed at any moment, and resumed. About three minutes on two cores."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest

from runtime_shim.artifacts import Artifacts
from runtime_shim.contract import blob_key
from runtime_shim.history import History
from runtime_shim.manifest import Manifest, TaskId
from runtime_shim.store.folder import FolderStore

SEED = 20
KILLS = 200
AT_A_TIME = 2
FLOWC = Path(sys.executable).with_name("flowc")
SOURCE = """\
from flowc import FlowSpec, Parameter, step


class SumFlow(FlowSpec):
    count = Parameter("count", default=3)

    @step
    def start(self):
        self.large = bytearray(range(256)) * 4096
        self.numbers = list(range(self.count))
        self.next(self.work, foreach="numbers")

    @step
    def work(self):
        self.square = self.input**2
        self.large[self.input] = 0
        self.next(self.join)

    @step
    def join(self, inputs):
        self.squares = [task.square for task in inputs]
        self.sizes = [len(task.large) for task in inputs]
        self.next(self.end)

    @step
    def end(self):
        self.total = sum(self.squares)
"""
EXPECTED = {"squares": [0, 1, 4, 9], "sizes": [1 << 20] * 4, "total": 14}


@pytest.fixture(scope="module")
def whole_run(tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long a run takes that nobody kills, in seconds; the second one, with warm caches."""
    folder = tmp_path_factory.mktemp("whole")
    assert begin(folder, "run", "flow.py", "--count", "4").wait() == 0
    started = time.monotonic()
    assert begin(folder, "run", "flow.py", "--count", "4").wait() == 0
    return time.monotonic() - started


def test_a_run_killed_at_any_moment_can_be_resumed(whole_run: float, tmp_path: Path) -> None:
    moments = random.Random(SEED)
    plans = [
        (tmp_path / str(number), moments.uniform(0, 1.1 * whole_run * AT_A_TIME), moments.random())
        for number in range(KILLS)
    ]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for _ in pool.map(lambda plan: kill_and_resume(*plan), plans):
            pass


def kill_and_resume(folder: Path, moment: float, lot: float) -> None:
    folder.mkdir()
    process = begin(folder, "run", "flow.py", "--count", "4")
    kill(process, moment, lot)
    if lot < 0.25:
        kill(go_on(folder), moment / 2, lot * 4)
    assert go_on(folder).wait() == 0, (folder / "log").read_text()
    run = newest(folder)
    assert run is not None
    end = run.newest(TaskId("end", ""))
    assert end is not None
    artifacts = Artifacts(run.store, run.flow)
    values = {name: artifacts.load(end.artifacts[name], name) for name in EXPECTED}
    assert values == EXPECTED
    assert damaged(folder) == []


def go_on(folder: Path) -> subprocess.Popen[bytes]:
    """Resumes the newest run, or starts the first where none had begun."""
    run = newest(folder)
    if run is None:
        return begin(folder, "run", "flow.py", "--count", "4")
    return begin(folder, "resume", "flow.py", "--run", run.run)


def begin(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    (folder / "flow.py").write_text(SOURCE)
    (folder / "flowc.toml").touch()
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [str(FLOWC), *arguments],
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, "USERNAME": "tester"},
        )


def kill(process: subprocess.Popen[bytes], moment: float, lot: float) -> None:
    """Kills the scheduler, or one of the processes below it, or all of them at once."""
    try:
        process.wait(moment)
    except subprocess.TimeoutExpired:
        below = [process.pid, *descendants(process.pid)]
        victims = below if lot < 0.3 else [below[int(lot * len(below))]]
        for victim in victims:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
    process.wait()


def descendants(pid: int) -> list[int]:
    done = subprocess.run(["ps", "-Ao", "pid=,ppid="], capture_output=True, text=True, check=True)
    children: dict[int, list[int]] = {}
    for line in done.stdout.splitlines():
        child, parent = map(int, line.split())
        children.setdefault(parent, []).append(child)
    found = list(children.get(pid, []))
    for child in found:  # grows as it goes
        found.extend(children.get(child, []))
    return found


def newest(folder: Path) -> History | None:
    store = FolderStore(str(folder / ".flowc"))
    runs = [
        run
        for run in store.list("SumFlow/runs")
        if History(store, "SumFlow", run).record() is not None
    ]
    return History(store, "SumFlow", max(runs, key=int)) if runs else None


def damaged(folder: Path) -> list[str]:
    """The blobs that a manifest names and the store does not have, or has otherwise."""
    store = FolderStore(str(folder / ".flowc"))
    found = []
    for manifest in manifests(store):
        for artifact in manifest.artifacts.values():
            for blob in (artifact.blob, *artifact.buffers):
                key = blob_key("SumFlow", blob.sha256)
                if sha256(store.read(key)).hexdigest() != blob.sha256:
                    found.append(key)
    return found


def manifests(store: FolderStore) -> Iterator[Manifest]:
    for run in store.list("SumFlow/runs"):
        history = History(store, "SumFlow", run)
        for step in history.steps():
            for task in history.tasks(step):
                for attempt in history.attempts(task):
                    yield history.attempt(task, attempt)
