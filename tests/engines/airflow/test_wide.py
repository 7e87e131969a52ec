"""A foreach of a thousand, whose tasks truly run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from compiler.settings import Settings
from tests.conformance.case import Case, Command
from tests.engines.airflow.airflows import VERSIONS, Airflow
from tests.engines.airflow.dag_files import DagFiles
from tests.engines.airflow.flow_runs import AirflowRuns

pytestmark = [pytest.mark.airflow, pytest.mark.metaflow, pytest.mark.slow]

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


def test_every_item_is_there(
    airflow_of: Callable[[str], Airflow], metaflow_python: Path, tmp_path: Path
) -> None:
    settings = Settings(image="registry.example.com/flows:1", include=("*",))
    files = DagFiles(metaflow_python, None, settings)
    runs = AirflowRuns(airflow_of(VERSIONS[-1]), files)
    case = Case("wide-1000", {"flow.py": FLOW}, (Command("flow.py"),))
    (outcome,) = runs.outcomes(case, tmp_path)
    assert outcome.status == 0, outcome.console[-4000:]
    assert len(outcome.tasks) == 1003
    assert outcome.tasks["end"].artifacts["total"] == str(sum(n**2 for n in range(1000)))
