from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from runtime_shim.errors import FlowcError
from runtime_shim.flow.context import TaskContext
from runtime_shim.manifest import Frame, Manifest, Next, TaskId
from runtime_shim.plan import Edge, Plan, PlanStep
from runtime_shim.store.folder import FolderStore
from runtime_shim.task.predecessors import find_predecessors

PLAN = Plan(
    flow="F",
    file="flow.py",
    start="start",
    end="end",
    steps={
        "start": PlanStep("start", "foreach", {"body": Edge(item=True)}, items="items"),
        "body": PlanStep("body", "linear", {"join": Edge(slot="#")}),
        "join": PlanStep("join", "linear", {"end": Edge()}, split="start"),
        "end": PlanStep("end", "end"),
    },
)
LOOPING = replace(
    PLAN,
    steps={
        "start": PlanStep("start", "switch", {"start": Edge(keep=1, bump=True), "end": Edge()}),
        "end": PlanStep("end", "end"),
    },
)


def context(folder: Path, step: str, path: str = "", plan: Plan = PLAN) -> TaskContext:
    return TaskContext(plan, FolderStore(str(folder)), "7", TaskId(step, path), 0, {})


def commit(at: TaskContext, next_: Next, frames: tuple[Frame, ...] = (), attempt: int = 0) -> None:
    manifest = Manifest("F", "7", at.task, attempt, 0.0, 0.0, {}, next_, frames=frames)
    at.history.commit(manifest)


def test_the_start_has_none(tmp_path: Path) -> None:
    for plan, path in ((PLAN, ""), (LOOPING, "0")):
        before = find_predecessors(context(tmp_path, "start", path, plan))
        assert (before.tasks, before.frames) == ((), ())


def test_a_loop_that_comes_back_to_the_start(tmp_path: Path) -> None:
    at = context(tmp_path, "start", "1", LOOPING)
    at.history.arrive(at.task, "-", TaskId("start", "0"))
    commit(context(tmp_path, "start", "0", LOOPING), Next(("start",)))
    before = find_predecessors(at)
    assert (before.tasks, before.frames) == ((TaskId("start", "0"),), ())


def test_a_task_of_a_foreach_gets_a_frame(tmp_path: Path) -> None:
    commit(context(tmp_path, "start"), Next(("body",), 3))
    at = context(tmp_path, "body", "2")
    at.history.arrive(at.task, "-", TaskId("start", ""))
    assert find_predecessors(at).frames == (Frame(TaskId("start", ""), "items", 2, 3),)


def test_the_join_waits_for_all_and_reads_the_newest_attempt(tmp_path: Path) -> None:
    join = context(tmp_path, "join")
    for index in range(3):
        frame = Frame(TaskId("start", ""), "items", index, 3)
        body = context(tmp_path, "body", str(index))
        commit(body, Next(("join",)), (frame,))
        commit(body, Next(("join",)), (frame,), attempt=2)
    for index in (0, 2):
        join.history.arrive(join.task, str(index), TaskId("body", str(index)))
    with pytest.raises(FlowcError, match="the task F/7/join/- has no predecessor in the slot 1"):
        find_predecessors(join)
    join.history.arrive(join.task, "1", TaskId("body", "1"))
    before = find_predecessors(join)
    assert before.tasks == tuple(TaskId("body", str(index)) for index in range(3))
    assert before.frames == ()
    assert before.manifest(1).attempt == 2


def test_a_predecessor_that_did_not_commit(tmp_path: Path) -> None:
    at = context(tmp_path, "end")
    at.history.arrive(at.task, "-", TaskId("join", ""))
    with pytest.raises(FlowcError, match="the task F/7/join/- has not been committed"):
        _ = find_predecessors(at).frames
