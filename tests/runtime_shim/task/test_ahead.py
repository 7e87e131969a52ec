"""What a task of a remote store fetches before anybody asks for it, and what it leaves alone."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from runtime_shim.artifacts import Artifacts
from runtime_shim.contract import blob_key
from runtime_shim.errors import FlowcError
from runtime_shim.flow.context import TaskContext
from runtime_shim.manifest import Artifact, Manifest, Next, TaskId
from runtime_shim.store.folder import FolderStore
from runtime_shim.task import ahead as module
from runtime_shim.task.ahead import Ahead
from tests.runtime_shim.store.far import FarFolder
from tests.runtime_shim.task.objects import PLAN
from tests.waiting import eventually

START, LEFT, RIGHT = TaskId("start", ""), TaskId("left", ""), TaskId("right", "")


class Case:
    """Tasks that have committed, and one after them."""

    def __init__(self, folder: Path, step: str, reads: Iterable[str]) -> None:
        self.store = FarFolder(str(folder))
        steps = {**PLAN.steps, step: replace(PLAN.steps[step], reads=tuple(reads))}
        plan = replace(PLAN, steps=steps)
        self.context = TaskContext(plan, self.store, "7", TaskId(step, ""), 0, {})
        self._codec = Artifacts(self.store, plan.flow)

    def commit(self, task: TaskId, slot: str, **values: object) -> dict[str, Artifact]:
        artifacts = {name: self._codec.save(name, value) for name, value in values.items()}
        next_one = Next((self.context.task.step,))
        history = self.context.history
        history.commit(Manifest(PLAN.flow, "7", task, 0, 1.0, 2.0, artifacts, next_one))
        history.arrive(self.context.task, slot, task)
        return artifacts

    def key(self, artifact: Artifact) -> str:
        return blob_key(PLAN.flow, artifact.blob.sha256)

    def fetched(self, ahead: Ahead, count: int) -> set[str]:
        """What is fetched when nothing else is to come."""
        ahead.predecessors()
        eventually(lambda: len(self.store.fetched) >= count)
        time.sleep(0.02)
        return set(self.store.fetched)


def test_only_what_the_step_reads(tmp_path: Path) -> None:
    case = Case(tmp_path, "left", ["x", "set_by_the_step_itself"])
    artifacts = case.commit(START, "-", x=1, y=2)
    ahead = Ahead(case.context)
    assert case.fetched(ahead, 1) == {case.key(artifacts["x"])}
    codec = Artifacts(case.store, PLAN.flow, ahead.read_buffer)
    assert [codec.load(artifacts[name], name) for name in "xy"] == [1, 2]
    assert case.store.fetched == [case.key(artifacts["x"]), case.key(artifacts["y"])]
    ahead.close()


def test_what_was_read_is_fetched_anew(tmp_path: Path) -> None:
    """A value may be changed by the one who has it: nobody else gets the same memory."""
    case = Case(tmp_path, "left", ["x"])
    x = case.commit(START, "-", x=1)["x"]
    ahead = Ahead(case.context)
    case.fetched(ahead, 1)
    first, second = (ahead.read_buffer(case.key(x), x.blob.size) for _ in range(2))
    assert first == second
    assert first is not second
    ahead.close()


def test_large_artifacts_wait_until_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_ARTIFACT_BYTES", 5000)
    monkeypatch.setattr(module, "_BYTES", 9000)
    case = Case(tmp_path, "left", ["large", "a", "b", "c"])
    artifacts = case.commit(
        START, "-", large=os.urandom(6000), a=os.urandom(4000), b=os.urandom(4000), c=b"c" * 2000
    )
    ahead = Ahead(case.context)
    assert case.fetched(ahead, 2) == {case.key(artifacts[name]) for name in "ab"}
    ahead.close()


@pytest.mark.parametrize(
    ("reads", "expected"),
    [
        (["x"], {"left x", "right x"}),
        (["left.x", "y"], {"left x", "right y"}),
        (["0.x"], {"left x"}),
        (["-1.x"], {"right x"}),
        ([], set()),
    ],
)
def test_a_join_of_branches(tmp_path: Path, reads: list[str], expected: set[str]) -> None:
    case = Case(tmp_path, "join", reads)
    left = case.commit(LEFT, "left", x="left x")
    right = case.commit(RIGHT, "right", x="right x", y="right y")
    keys = {case.key(one): str(value) for one, value in _values(case, left, right).items()}
    case.store.fetched.clear()
    ahead = Ahead(case.context)
    assert {keys[key] for key in case.fetched(ahead, len(expected))} == expected
    ahead.close()


def _values(case: Case, *tasks: dict[str, Artifact]) -> dict[Artifact, Any]:
    codec = Artifacts(case.store, PLAN.flow)
    return {one: codec.load(one, "it") for task in tasks for one in task.values()}


def test_what_is_wrong_is_told_to_who_asks(tmp_path: Path) -> None:
    case = Case(tmp_path, "left", ["x"])
    ahead = Ahead(case.context)
    with pytest.raises(FlowcError, match="has no predecessor"):
        ahead.predecessors()
    ahead.close()


def test_a_forked_process_waits_for_nobody(tmp_path: Path) -> None:
    case = Case(tmp_path, "left", ["x"])
    x = case.commit(START, "-", x=1)["x"]
    ahead = Ahead(case.context)
    case.fetched(ahead, 1)
    child = os.fork()
    if not child:
        found = ahead.read_buffer(case.key(x), x.blob.size)
        os._exit(0 if len(found) == x.blob.size and len(case.store.fetched) == 2 else 1)
    assert os.waitpid(child, 0)[1] == 0
    ahead.close()


def test_a_folder_is_read_when_it_is_asked(tmp_path: Path) -> None:
    case = Case(tmp_path, "left", ["x"])
    case.commit(START, "-", x=1)
    near = replace(case.context, store=FolderStore(str(tmp_path)))
    ahead = Ahead(near)
    assert ahead.predecessors().tasks == (START,)
    ahead.close()
    assert case.store.fetched == []
