"""Whole files: every shape of a flow, and all that a flow may have."""

from __future__ import annotations

import ast
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from compiler.backends.airflow.lower import lower
from compiler.diagnostics.report import Report
from compiler.ir.compute import Batch, Kubernetes, Resources
from compiler.ir.flow import Flow
from compiler.ir.parameter import Parameter, StaticDefault
from compiler.ir.step import Catch, Retry, Timeout
from compiler.ir.trigger import (
    Cron,
    Event,
    EventTrigger,
    ExitHook,
    ExternalTaskSensor,
    S3KeySensor,
    Schedule,
)
from compiler.settings import AirflowSettings, Settings
from tests.backends.airflow.dag_texts import found_by_ruff, unlike_ruff
from tests.backends.airflow.operator_files import program
from tests.backends.flows import LINE, SPAN, Graph, make_flow
from tests.backends.graphs import GRAPHS
from tests.backends.random_flows import random_graph

SETTINGS = Settings(queue="jobs", airflow=AirflowSettings(max_loop=2))
TEXT = 'Größe\'s "{{ ds }}" {% raw %} \\ $(id)\n' * 4
SHAPES = {
    **GRAPHS,
    **{f"random {seed}": random_graph(seed) for seed in range(40)},
    "long names": {
        "start": ("foreach", "n" * 100),
        "n" * 100: ("linear", "join" + "n" * 60),
        "join" + "n" * 60: ("switch", "m" * 130, "end"),
        "m" * 130: ("linear", "end"),
        "end": ("end",),
    },
    "names of the file": {
        "start": ("foreach", "path"),
        "path": ("linear", "join_json"),
        "join_json": ("switch", "json", "str"),
        "json": ("linear", "dict"),
        "str": ("linear", "dict"),
        "dict": ("linear", "_"),
        "_": ("linear", "end"),
        "end": ("end",),
    },
}
EVERYTHING: dict[str, Any] = {
    "doc": TEXT,
    "parameters": tuple(
        Parameter(name=f"p{at}", attribute=f"p{at}", help=TEXT, default=default, span=SPAN)
        for at, default in enumerate((None, StaticDefault(value=TEXT), StaticDefault(value=[1])))
    ),
    "schedule": Schedule(
        cron=Cron(minute="0", hour="6", day_of_month="*", month="*", day_of_week="1-5"),
        timezone="Europe/Berlin",
        span=SPAN,
    ),
    "triggers": (
        EventTrigger(events=(Event(name=TEXT, parameters={"p0": TEXT}, span=SPAN),), span=SPAN),
    ),
    "sensors": (
        ExternalTaskSensor(external_dag_id=TEXT, execution_delta_seconds=60, span=SPAN),
        S3KeySensor(bucket_keys=(TEXT, TEXT), description=TEXT, span=SPAN),
    ),
    "exit_hooks": (ExitHook(on_success=("tell",), on_error=("a.b", TEXT), span=SPAN),),
}
STEPS: dict[str, dict[str, Any]] = {
    "start": {
        "environment": {"A": TEXT, "B": "x" * 200},
        "compute": Kubernetes(labels={"a": "b"}, annotations={"c": TEXT}, span=SPAN),
        "resources": Resources(gpu=1, shared_memory_bytes=2**30),
        "retry": Retry(times=3, wait_seconds=120, span=SPAN),
        "catch": Catch(span=SPAN),
        "timeout": Timeout(seconds=3600, span=SPAN),
    },
    "end": {"compute": Batch(span=SPAN)},
}


def documents(flow: Flow, settings: Settings = SETTINGS) -> dict[str, str]:
    report = Report()
    bundle = lower(program(flow), settings, report)
    assert report.diagnostics == ()
    return {name: document.decode() for name, document in bundle.documents.items()}


def text(flow: Flow, settings: Settings = SETTINGS) -> str:
    return documents(flow, settings)["TestFlow.py"]


def test_ruff_has_nothing_to_say_about_any_shape(tmp_path: Path) -> None:
    for number, graph in enumerate(SHAPES.values()):
        (tmp_path / f"dag{number}.py").write_text(text(make_flow(graph)))
        full = make_flow(graph, STEPS, **EVERYTHING)
        (tmp_path / f"full{number}.py").write_text(text(full))
    assert not unlike_ruff(tmp_path)
    assert not found_by_ruff(tmp_path)


@pytest.mark.parametrize("graph", SHAPES.values(), ids=SHAPES)
def test_everything_has_an_id_of_its_own(graph: Graph) -> None:
    """Tasks and groups in the DAG, and the tasks in each group, which is a function."""
    tree = ast.parse(text(make_flow(graph, STEPS, **EVERYTHING)))
    (block,) = (one for one in tree.body if isinstance(one, ast.With))
    groups = [one for one in block.body if isinstance(one, ast.FunctionDef)]
    outside = [one for one in block.body if not isinstance(one, ast.FunctionDef)]
    for ids in (
        [*task_ids(outside), *(group.name for group in groups)],
        *(task_ids(group.body) for group in groups),
    ):
        assert ids
        assert len(ids) == len(set(ids))


def task_ids(statements: list[ast.stmt]) -> list[str]:
    return [
        ast.literal_eval(word.value)
        for statement in statements
        for word in ast.walk(statement)
        if isinstance(word, ast.keyword) and word.arg == "task_id"
    ]


def test_a_flow_of_eight_steps_is_short() -> None:
    names = ["start", *"abcdef", "end"]
    graph: Graph = {
        **{name: ("linear", after) for name, after in pairwise(names)},
        "end": ("end",),
    }
    assert len(text(make_flow(graph))) < 8_000


def test_the_file_is_called_as_the_dag() -> None:
    settings = replace(SETTINGS, airflow=AirflowSettings(dag_id="shop.train"))
    assert list(documents(make_flow(LINE), settings)) == ["shop.train.py"]


def test_definitions_of_jobs_are_for_whoever_deploys() -> None:
    found = documents(make_flow(LINE, {"end": {"compute": Batch(span=SPAN)}}))
    assert list(found) == ["TestFlow.py", "TestFlow/job-definitions.json"]
    (definition,) = json.loads(found["TestFlow/job-definitions.json"])
    assert f'"job_definition": "{definition["jobDefinitionName"]}"' in found["TestFlow.py"]


def test_whose_file_it_is() -> None:
    flow = make_flow(LINE, doc="Trains\tit.\n\nMore.", file="a\nb.py")
    docstring = ast.get_docstring(ast.parse(text(flow)))
    assert docstring == (
        "TestFlow: Trains it.\n\nCompiled by flowc from a b.py. Change the flow, not this file."
    )
    assert text(make_flow(LINE)).startswith('"""TestFlow\n\nCompiled by flowc from flow.py. ')


def test_a_dag_with_very_many_tasks_is_told() -> None:
    settings = replace(SETTINGS, airflow=AirflowSettings(max_loop=5_100))
    report = Report()
    lower(program(make_flow(GRAPHS["self loop"])), settings, report)
    assert [found.code for found in report.diagnostics] == ["FC756"]
