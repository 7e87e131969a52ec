"""Compiled flows with many tasks, each of which truly runs. Takes six minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.settings import Settings
from tests.conformance.case import Case, Command
from tests.servers.place import Place

pytest.importorskip("moto.stepfunctions.parser")

from tests.engines.stepfunctions.flow_runs import StateMachineRuns

pytestmark = [pytest.mark.stepfunctions, pytest.mark.metaflow, pytest.mark.slow]

FLOW = b"""
from metaflow import FlowSpec, step


class WideFlow(FlowSpec):
    @step
    def start(self):
        self.items = list(range(1000))
        self.next(self.work, foreach="items")

    @step
    def work(self):
        self.square = self.input**2
        self.next(self.join)

    @step
    def join(self, inputs):
        self.total = sum(one.square for one in inputs)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    WideFlow()
"""

NESTED = b"""
from metaflow import FlowSpec, step


class NestedFlow(FlowSpec):
    @step
    def start(self):
        self.rows = list(range(20))
        self.next(self.row, foreach="rows")

    @step
    def row(self):
        self.cells = [(self.input, column) for column in range(50)]
        self.next(self.cell, foreach="cells")

    @step
    def cell(self):
        self.value = self.input[0] * self.input[1]
        self.next(self.join_cells)

    @step
    def join_cells(self, inputs):
        self.sum = sum(one.value for one in inputs)
        self.next(self.join_rows)

    @step
    def join_rows(self, inputs):
        self.total = sum(one.sum for one in inputs)
        self.next(self.end)

    @step
    def end(self):
        pass


if __name__ == "__main__":
    NestedFlow()
"""


@pytest.mark.parametrize(
    ("source", "tasks", "total"),
    [(FLOW, 1003, sum(n**2 for n in range(1000))), (NESTED, 1043, 190 * 1225)],
    ids=["1000", "20x50"],
)
def test_every_item_is_there(
    source: bytes,
    tasks: int,
    total: int,
    metaflow_python: Path,
    s3_place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in s3_place.variables.items():
        monkeypatch.setenv(name, value)
    runs = StateMachineRuns(
        metaflow_python,
        s3_place,
        Settings(image="registry.example.com/flows:1", include=("*",)),
        timeout=400,
    )
    case = Case(f"wide-{tasks}", {"flow.py": source}, (Command("flow.py"),))
    (outcome,) = runs.outcomes(case, tmp_path)
    assert outcome.status == 0, outcome.console[-4000:]
    assert len(outcome.tasks) == tasks
    assert outcome.tasks["end"].artifacts["total"] == str(total)
