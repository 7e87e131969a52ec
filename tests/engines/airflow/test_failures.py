"""Compiled flows on real Airflow, where something goes wrong or is unusual."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from compiler.settings import AirflowSettings, Settings
from tests.conformance.case import Case, Command
from tests.engines.airflow.airflows import Airflow, DagRun
from tests.engines.airflow.dag_files import DagFiles
from tests.engines.airflow.fake_cluster import Pod, Trouble, no_trouble
from tests.engines.airflow.flow_runs import AirflowRuns

pytestmark = [pytest.mark.airflow, pytest.mark.metaflow]

SETTINGS = Settings(
    image="registry.example.com/flows:1", include=("*",), airflow=AirflowSettings(max_loop=3)
)
LINEAR = """
@step
def start(self):
    self.next(self.work)

{decorators}
@step
def work(self):
    {body}
    self.next(self.end)

@step
def end(self):
    pass
"""
NESTED = """
@step
def start(self):
    self.rows = [0, 1, 2]
    self.next(self.row, foreach="rows")

@step
def row(self):
    self.cells = [(self.input, column) for column in range(4)]
    self.next(self.cell, foreach="cells")

@step
def cell(self):
    self.product = self.input[0] * self.input[1]
    self.next(self.join_cells)

@step
def join_cells(self, inputs):
    self.sum = sum(one.product for one in inputs)
    self.next(self.join_rows)

@step
def join_rows(self, inputs):
    self.total = sum(one.sum for one in inputs)
    self.next(self.end)

@step
def end(self):
    pass
"""
HOOKS = """
def broken(run):
    raise ValueError(run)


@exit_hook(on_success=[broken], on_error=[broken])
"""
FLOW = """
import pathlib
import time

from metaflow import (
    FlowSpec, Parameter, catch, current, exit_hook, kubernetes, retry, step, timeout
)

{before}
class OddFlow(FlowSpec):
{body}


if __name__ == "__main__":
    OddFlow()
"""
WORKS_LATER = """
    self.attempt = current.retry_count
    mended = pathlib.Path.home() / "mended"
    if not mended.exists():
        mended.touch()
        raise RuntimeError("not yet")
""".strip()
ODD_TEXT = """{{ ds }} {% raw %} '"; $(id) \\"""


@dataclass(frozen=True)
class Result:
    run: DagRun
    artifacts: dict[str, dict[str, str]]
    """By the step of a task that succeeded, as texts; of a foreach those of the last item."""

    def states(self, step: str) -> list[str | None]:
        return [task.state for task in self.run.tasks if task.task_id.rpartition(".")[2] == step]


Start = Callable[..., Result]


@pytest.fixture
def start(airflow: Airflow, metaflow_python: Path, tmp_path: Path) -> Start:
    """Compiles and runs a flow with some body, with words of `flowc run`.

    `before` stands before the class; for more options see `Airflow.run`.
    """

    def run(
        body: str,
        *words: str,
        before: str = "",
        trouble: Callable[[Pod], Trouble | None] = no_trouble,
        settings: Settings = SETTINGS,
        **options: Any,
    ) -> Result:
        source = FLOW.format(before=before, body=indent(body, "    "))
        files = DagFiles(metaflow_python, None, settings)
        command = Command("flow.py", ("run", *words))
        case = Case("failures", {"flow.py": source.encode()}, (command,))
        files.write(case, tmp_path)
        file = files.compile(case, command, tmp_path)
        done = AirflowRuns(airflow, files, trouble).run(case, command, file, tmp_path, **options)
        found = files.tasks(case, command, done.run_id, tmp_path)
        artifacts = {task["step"]: task["artifacts"] for task in found if task["succeeded"]}
        return Result(done, artifacts)

    return run


def linear(*decorators: str, body: str = "pass") -> str:
    return LINEAR.format(decorators="\n".join(decorators), body=body)


def on(step: str, trouble: Trouble, *attempts: int) -> Callable[[Pod], Trouble | None]:
    """What happens to the pods of a step, at these attempts or at all of them."""

    def decide(pod: Pod) -> Trouble | None:
        words = pod.arguments
        attempt = int(words[words.index("--attempt") + 1])
        hit = step in words and (not attempts or attempt in attempts)
        return trouble if hit else None

    return decide


def test_a_pod_that_runs_out_of_memory_is_tried_again(start: Start) -> None:
    trouble = on("work", Trouble.OUT_OF_MEMORY, 0)
    body = linear("@retry(times=1)", body="self.attempt = current.retry_count")
    result = start(body, trouble=trouble)
    assert result.run.state == "success", result.run.log
    assert result.artifacts["work"]["attempt"] == "1"


def test_a_pod_that_is_evicted_is_tried_again(start: Start) -> None:
    result = start(linear("@retry(times=2)"), trouble=on("work", Trouble.EVICTED, 0, 1))
    assert result.run.state == "success", result.run.log


def test_a_step_that_keeps_failing_fails_the_run(start: Start) -> None:
    result = start(linear("@retry(times=1)", body="raise ValueError(self)"))
    assert result.run.state == "failed"
    assert (result.states("work"), result.states("end")) == (["failed"], ["upstream_failed"])
    assert [task.try_number for task in result.run.tasks if task.task_id == "work"] == [2]


def test_a_killed_pod_is_caught(start: Start) -> None:
    caught = linear("@catch(var='problem')")
    result = start(caught, trouble=on("work", Trouble.OUT_OF_MEMORY, 0))
    assert result.run.state == "success", result.run.log
    assert "problem" in result.artifacts["work"]


def test_a_step_has_no_more_time_than_its_timeout(start: Start) -> None:
    result = start(linear("@timeout(seconds=2)", body="time.sleep(60)"))
    assert result.run.state == "failed", result.run.log


@pytest.mark.parametrize(
    ("decorator", "trouble"),
    [("", on("work", Trouble.NO_IMAGE)), ("@kubernetes(gpu=1)", no_trouble)],
    ids=["no image", "no GPU"],
)
def test_a_pod_that_cannot_start_fails_its_step(
    decorator: str, trouble: Callable[[Pod], Trouble | None], start: Start
) -> None:
    result = start(linear(decorator), trouble=trouble, patience=1)
    assert result.run.state == "failed"
    assert (result.states("work"), result.states("end")) == (["failed"], ["upstream_failed"])


def test_tasks_wait_in_the_triggerer(start: Start) -> None:
    deferred = replace(SETTINGS, airflow=AirflowSettings(deferrable=True))
    body = linear("@retry(times=1)", body="self.attempt = current.retry_count")
    result = start(body, settings=deferred, trouble=on("work", Trouble.OUT_OF_MEMORY, 0))
    assert result.run.state == "success", result.run.log
    assert result.artifacts["work"]["attempt"] == "1"


def test_a_foreach_in_a_foreach_comes_to_all_of_its_items(start: Start) -> None:
    result = start(NESTED)
    assert result.run.state == "success", result.run.log
    assert result.states("cell") == ["success"] * 12
    assert result.artifacts["end"]["total"] == str(sum(range(3)) * sum(range(4)))


def test_a_parameter_reaches_the_step_as_it_is(start: Start) -> None:
    body = "text = Parameter('text', required=True)\n" + linear(body="self.read = self.text")
    result = start(body, "--text", ODD_TEXT)
    assert result.run.state == "success", result.run.log
    assert result.artifacts["work"]["read"] == repr(ODD_TEXT)


@pytest.mark.parametrize("fails", [True, False])
def test_a_hook_does_not_change_how_the_run_ended(fails: bool, start: Start) -> None:
    body = linear(body="raise ValueError(self)" if fails else "pass")
    result = start(body, before=HOOKS)
    assert result.run.state == ("failed" if fails else "success"), result.run.log
    assert "ValueError" in result.run.log


def test_a_step_that_failed_is_cleared_and_runs_again(start: Start) -> None:
    result = start(linear(body=WORKS_LATER), clear=["work", "end"])
    assert result.run.state == "success", result.run.log
    # It is an attempt of its own in the datastore, and the first one for the step itself.
    assert result.artifacts["work"]["attempt"] == "0"
    assert [task.try_number for task in result.run.tasks if task.task_id == "work"] == [2]
