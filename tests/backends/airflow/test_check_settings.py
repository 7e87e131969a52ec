from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from compiler.backends.airflow.check_settings import is_connection, is_pool, setting_problems
from compiler.ir.compute import Batch
from compiler.ir.flow import Flow
from compiler.ir.trigger import ExitHook
from compiler.settings import AirflowSettings, BatchSettings, DefaultResources, Settings
from tests.backends.airflow.checks import SETTINGS, places, problems
from tests.backends.flows import LINE, SPAN, make_flow

BATCH = {"compute": Batch(span=SPAN)}
PODS = make_flow(LINE)
JOBS = make_flow(LINE, dict.fromkeys(LINE, BATCH))
BOTH = make_flow(LINE, {"end": BATCH})
ARN = "arn:aws:iam::123456789012:role/x"


def names(flow: Flow, settings: Settings) -> list[str]:
    return [name for name, _, _ in setting_problems(flow, settings)]


def airflow(**fields: Any) -> dict[str, Any]:
    return {"airflow": AirflowSettings(**fields)}


@pytest.mark.parametrize(
    ("setting", "wrong", "right"),
    [
        ("airflow.dag-id", airflow(dag_id="a/b"), airflow(dag_id="a.b-c_1")),
        ("airflow.dag-id", airflow(dag_id="a b"), airflow(dag_id="größe")),
        ("airflow.dag-id", airflow(dag_id="a" * 251), airflow(dag_id="a" * 250)),
        ("airflow.tags", airflow(tags=("a", "b" * 101)), airflow(tags=("a", "b" * 100))),
        ("airflow.pool", airflow(pool="p" * 257), airflow(pool="a pool, " * 32)),
        *(
            (f"airflow.{name.replace('_', '-')}", airflow(**{name: wrong}), airflow(**{name: ok}))
            for name in ("kubernetes_conn_id", "datastore_conn_id", "aws_conn_id")
            for wrong, ok in (("a b", "a_b"), ("{{ x }}", "a#!()-.:/\\b"), ("a" * 251, "a" * 250))
        ),
        ("datastore", {"datastore": "here"}, {"datastore": "/shared"}),
        ("resources", {"resources": DefaultResources(cpu="many")}, {}),
        ("image", {"image": "a b"}, {"image": "a:b"}),
        ("runtime", {"runtime": "injected"}, {"runtime": "injected", "runtime_image": "r:1"}),
    ],
)
def test_what_every_flow_needs(setting: str, wrong: dict[str, Any], right: dict[str, Any]) -> None:
    assert names(PODS, replace(SETTINGS, **wrong)) == [setting]
    assert names(PODS, replace(SETTINGS, **right)) == []
    assert places(PODS, replace(SETTINGS, **wrong)) == [("FC708", PODS.span)]


def test_the_value_and_the_rule_are_told() -> None:
    (found,) = problems(PODS, replace(SETTINGS, **airflow(dag_id="a/b")))
    assert "a/b" in found.message
    assert "at most 250 of them" in found.message + found.advice


def test_settings_of_pods_matter_where_there_are_some() -> None:
    settings = replace(SETTINGS, labels={"a b": "c"}, namespace="A")
    assert names(PODS, settings) == names(BOTH, settings) == ["namespace", "labels"]
    assert names(JOBS, settings) == []
    hooks = replace(JOBS, exit_hooks=(ExitHook(on_error=("tell",), span=SPAN),))
    assert names(hooks, settings) == ["namespace", "labels"]


@pytest.mark.parametrize(
    ("setting", "wrong", "right"),
    [
        ("queue", {"queue": "a b"}, {"queue": "a-b"}),
        (
            "batch.job-role",
            {"batch": BatchSettings(job_role="x")},
            {"batch": BatchSettings(job_role=ARN)},
        ),
        (
            "batch.execution-role",
            {"batch": BatchSettings(execution_role="x")},
            {"batch": BatchSettings(execution_role=ARN)},
        ),
        ("runtime", {"runtime": "injected", "runtime_image": "r:1"}, {"runtime": "pip"}),
    ],
)
def test_settings_of_jobs_matter_where_there_are_some(
    setting: str, wrong: dict[str, Any], right: dict[str, Any]
) -> None:
    settings = replace(SETTINGS, **wrong)
    assert names(JOBS, settings) == names(BOTH, settings) == [setting]
    assert names(PODS, settings) == []
    assert names(JOBS, replace(SETTINGS, **right)) == []


def test_ids_of_connections() -> None:
    assert is_connection("aws_default")
    assert not is_connection("")
    assert not is_connection("a\n")
    assert not is_connection("{{ x }}")


def test_names_of_pools() -> None:
    assert is_pool("any text: at all")
    assert not is_pool("p" * 257)
