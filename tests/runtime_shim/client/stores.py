"""Stores as runs leave them, made by hand: what the client and the command line read."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from runtime_shim import contract
from runtime_shim.history import History
from runtime_shim.log_lines import format_line
from runtime_shim.manifest import Artifact, Blob, Failure, Frame, Manifest, Next, TaskId
from runtime_shim.run_record import RunEnd, RunRecord
from runtime_shim.store import open_store

START = 1_700_000_000.0
"""When the clock of these stores begins: 2023-11-14, 22:13:20 UTC."""


@dataclass
class Clock:
    """Goes one second further each time somebody looks."""

    now: float = START

    def tick(self) -> float:
        self.now += 1
        return self.now


@dataclass
class MadeRun:
    """A run in the making. Each call leaves what a task or the scheduler would."""

    root: Path
    flow: str
    run: str
    clock: Clock = field(default_factory=Clock)

    @property
    def history(self) -> History:
        return History(open_store(str(self.root)), self.flow, self.run)

    def begin(
        self,
        *,
        user: str = "ann",
        namespace: str | None = None,
        tags: Sequence[str] = (),
        origin: str | None = None,
        process: int | None = None,
        host: str | None = None,
        scheduler: str = "local",
    ) -> MadeRun:
        record = RunRecord(
            self.flow, self.run, self.clock.tick(), user, namespace or f"user:{user}",
            tuple(tags), ("python_version:3.11.7",), origin, scheduler, process, host,
            file="flows/train.py",
        )  # fmt: skip
        assert self.history.begin(record)
        return self

    def task(
        self,
        step: str,
        path: str = "",
        *,
        attempt: int = 0,
        to: Sequence[str] = (),
        width: int | None = None,
        after: Sequence[tuple[str, str]] = (),
        values: Mapping[str, object] | None = None,
        frames: Sequence[Frame] = (),
        error: Failure | None = None,
        caught: bool = False,
        origin: str | None = None,
        cards: Mapping[str, str] | None = None,
    ) -> MadeRun:
        """One attempt: committed, or failed where there is an error that nobody caught."""
        history = self.history
        manifest = Manifest(
            self.flow, self.run, TaskId(step, path), attempt, self.clock.tick(), self.clock.tick(),
            {name: self._stored(value) for name, value in (values or {}).items()},
            Next(tuple(to), width), tuple(TaskId(*task) for task in after), tuple(frames),
            origin, caught, error, tuple(cards or ()), {"python": "3.11.7", "host": "here"},
        )  # fmt: skip
        for name, page in (cards or {}).items():
            key = contract.card_key(self.flow, self.run, step, path, attempt, name)
            history.store.write(key, [page.encode()])
        if error is None or caught:
            history.commit(manifest)
        else:
            history.record_failure(manifest)
        return self

    def log(self, step: str, path: str = "", *lines: tuple[str, str], attempt: int = 0) -> MadeRun:
        """What an attempt printed: pairs of the stream and the text."""
        content = "".join(format_line(stream, self.clock.tick(), text) for stream, text in lines)
        key = contract.log_key(self.flow, self.run, step, path, attempt)
        self.history.store.write(key, [content.encode()])
        return self

    def end(self, status: str = "succeeded", reason: str | None = None) -> MadeRun:
        self.history.finish(RunEnd(status, self.clock.tick(), reason))
        return self

    def _stored(self, value: object) -> Artifact:
        content = pickle.dumps(value, protocol=5)
        digest = hashlib.sha256(content).hexdigest()
        self.history.store.write(contract.blob_key(self.flow, digest), [content])
        kind = type(value)
        name = f"{kind.__module__}.{kind.__qualname__}"
        return Artifact(Blob(digest, len(content)), "pickle", name, len(content))


BAD = Failure(
    "builtins.ValueError", "no b", "Traceback (most recent call last):\nValueError: no b\n"
)


def finished_run(root: Path, run: str = "17", clock: Clock | None = None) -> MadeRun:
    """A run of a foreach of three, of which the second failed once; its logs, and a card."""
    made = MadeRun(root, "TrainFlow", run, clock or Clock()).begin(tags=("nightly",))
    made.log("start", "", ("stdout", "hello"), ("stderr", "careful"))
    made.task("start", to=("train",), width=3, values={"alpha": 3, "items": ["a", "b", "c"]})
    for index, item in enumerate("abc"):
        frames = (Frame(TaskId("start", ""), "items", index, 3),)
        path = str(index)
        if item == "b":
            made.log("train", path, ("stderr", "ValueError: no b"))
            made.task("train", path, after=[("start", "")], frames=frames, error=BAD)
        attempt = 1 if item == "b" else 0
        made.log("train", path, ("stdout", f"item {item}"), attempt=attempt)
        made.task(
            "train",
            path,
            attempt=attempt,
            to=("join",),
            after=[("start", "")],
            values={"x": item},
            frames=frames,
            cards={"default": f"<html>{item}</html>"},
        )
    made.task(
        "join",
        to=("end",),
        after=[("train", str(index)) for index in range(3)],
        values={"xs": ["a", "b", "c"]},
    )
    made.task("end", after=[("join", "")], values={"xs": ["a", "b", "c"], "alpha": 3})
    return made.end()


def failed_run(root: Path, run: str = "18", clock: Clock | None = None) -> MadeRun:
    """A run that failed at its second step."""
    made = MadeRun(root, "TrainFlow", run, clock or Clock(START + 1000)).begin()
    made.task("start", to=("train",), values={"alpha": 4})
    made.log("train", "", ("stderr", "ValueError: no b"))
    made.task("train", after=[("start", "")], values={"partial": 1}, error=BAD)
    return made.end("failed")
