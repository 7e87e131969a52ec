"""What a scheduler reads of a task in the datastore."""

from __future__ import annotations

import json
from pathlib import Path

from runtime_shim import contract
from runtime_shim.flow.context import TaskContext
from runtime_shim.manifest import Manifest, Next, TaskId
from runtime_shim.plan import Edge, Plan, PlanStep
from runtime_shim.store import Missing
from runtime_shim.store.folder import FolderStore
from runtime_shim.task.results import hand_over
from tests.runtime_shim.driver import Driver
from tests.work import calls

NESTED = """
from flowc import FlowSpec, parallel, step

class NestedFlow(FlowSpec):
    @step
    def start(self):
        self.outer = ["a", "b"]
        self.next(self.wide, foreach="outer")

    @step
    def wide(self):
        self.inner = [1, 2, 3]
        self.next(self.turn, foreach="inner")

    @step
    def turn(self):
        self.count = getattr(self, "count", 0) + 1
        self.on = "again" if self.count < 2 else "done"
        self.next({"again": self.turn, "done": self.leave}, condition="on")

    @step
    def leave(self):
        self.next(self.inner_join)

    @step
    def inner_join(self, inputs):
        self.next(self.outer_join)

    @step
    def outer_join(self, inputs):
        self.next(self.gang, num_parallel=2)

    @parallel
    @step
    def gang(self):
        self.next(self.gang_join)

    @step
    def gang_join(self, inputs):
        self.next(self.end)

    @step
    def end(self):
        pass
"""


def _result(driver: Driver, step: str, path: str, name: str) -> str | None:
    history = driver.history
    try:
        key = contract.result_key(history.flow, history.run, step, path, name)
        return history.store.read(key).decode()
    except Missing:
        return None


def test_a_whole_flow(tmp_path: Path) -> None:
    """Each map's children get their own number; the loop in one counts its turns itself."""
    driver = Driver.of(tmp_path, NESTED)
    driver.environment[contract.ENV_RESULTS] = contract.RESULTS_IN_DATASTORE
    assert driver.run(), driver.output()
    assert _result(driver, "start", "", "paths") == '["0","1"]'
    assert _result(driver, "start", "", "width") == "2"
    assert _result(driver, "wide", "1", "paths") == '["1.0","1.1","1.2"]'
    assert [_result(driver, "turn", f"1.2.{n}", "choice") for n in (0, 1)] == ["turn", "leave"]
    assert _result(driver, "outer_join", "", "paths") == '["0","1"]'
    assert _result(driver, "outer_join", "", "width") == "2"
    names = set(driver.history.store.list("NestedFlow/runs/7/leave/0.0"))
    assert "results" not in names


def test_a_split_in_a_loop(tmp_path: Path) -> None:
    """The turn of a loop around both stays."""
    context = _context(tmp_path, Edge(keep=2, item=True, enter=2), "4.1")
    hand_over(context, Next(("train",), 2))
    assert _paths(context) == ["4.1.0", "4.1.1"]


def test_many_items_take_little_work_and_little_room(tmp_path: Path) -> None:
    context = _context(tmp_path, Edge(keep=1, item=True, enter=1), "3")
    # A call for each item, and those that writing two files takes.
    assert calls(lambda: hand_over(context, Next(("train",), 100_000))) < 2 * 100_000
    paths = _paths(context)
    assert (len(paths), paths[0], paths[-1]) == (100_000, "3.0", "3.99999")
    assert len(context.store.read(_key(context, "paths"))) < 1_100_000


def test_an_attempt_that_was_given_up_does_not_speak_for_the_last(tmp_path: Path) -> None:
    context = _context(tmp_path, Edge(item=True), "")
    for attempt, width in ((1, 3), (0, 2)):
        made = Next(("train",), width)
        context.history.commit(
            Manifest("Flow", "7", context.task, attempt, 1.0, 2.0, artifacts={}, next=made)
        )
        hand_over(context, made)
    assert context.store.read(_key(context, "width")) == b"3"
    assert _paths(context) == ["0", "1", "2"]


def test_files_have_no_list(tmp_path: Path) -> None:
    place = tmp_path / "results"
    context = _context(tmp_path, Edge(item=True), "", str(place))
    hand_over(context, Next(("train",), 3))
    assert [file.name for file in place.iterdir()] == ["width"]
    assert list(context.store.list("Flow")) == []


def test_nobody_reads_them(tmp_path: Path) -> None:
    hand_over(_context(tmp_path, Edge(item=True), "", ""), Next(("train",), 3))
    assert list(tmp_path.iterdir()) == []


def _context(
    folder: Path, edge: Edge, path: str, place: str = contract.RESULTS_IN_DATASTORE
) -> TaskContext:
    steps = {"split": PlanStep("split", "foreach", {"train": edge})}
    return TaskContext(
        plan=Plan("Flow", "flow.py", "split", "end", steps),
        store=FolderStore(str(folder / "store")),
        run="7",
        task=TaskId("split", path),
        attempt=0,
        environment={contract.ENV_RESULTS: place},
    )


def _key(context: TaskContext, name: str) -> str:
    return contract.result_key("Flow", "7", "split", context.task.path, name)


def _paths(context: TaskContext) -> list[str]:
    found: list[str] = json.loads(context.store.read(_key(context, "paths")))
    return found
