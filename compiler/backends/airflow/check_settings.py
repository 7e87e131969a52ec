"""Settings that Airflow, or what runs its tasks, would refuse. They have no line in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compiler.backends.airflow.identity import MAX_DAG_ID, MAX_TAG
from compiler.backends.airflow.limits import MAX_CONNECTION_ID, MAX_POOL
from compiler.backends.checking import SettingProblem
from compiler.compute.batch_settings import job_setting_problems
from compiler.compute.datastore import datastore_problems
from compiler.compute.kubernetes_settings import pod_setting_problems
from compiler.compute.kubernetes_sizes import size_problems
from compiler.compute.runtime import runtime_problems
from compiler.ir.compute import Batch
from compiler.ir.flow import Flow
from compiler.settings import Settings

ID = re.compile(r"[\w.-]+")
"""Of a DAG or a task (`KEY_REGEX` in `airflow.utils.helpers`)."""
ID_RULE = "it has letters, digits, `_`, `-` and `.`, and at most {limit} of them"
_CONNECTION = re.compile(r"[\w#!()\-.:/\\]+")
"""`RE_SANITIZE_CONN_ID` in `airflow.models.connection`."""
CONNECTION_RULE = (
    f"it has letters, digits and `_#!()-.:/\\`, and at most {MAX_CONNECTION_ID} of them"
)
POOL_RULE = f"the name of a pool has at most {MAX_POOL} characters"
_INJECTED = (
    "AWS Batch has no init containers; take `baked` or `pip`, or write `@kubernetes` in the place "
    "of `@batch`"
)


def setting_problems(flow: Flow, settings: Settings) -> Iterator[SettingProblem]:
    """All of them, in the order of the settings."""
    yield from runtime_problems(settings)
    jobs = [isinstance(step.compute, Batch) for step in flow.steps]
    if any(jobs):
        yield from job_setting_problems(settings)
        if settings.runtime == "injected":
            yield "runtime", settings.runtime, _INJECTED
    if flow.exit_hooks or not all(jobs):
        yield from pod_setting_problems(settings)
    yield from datastore_problems(settings)
    yield from size_problems(settings.resources)
    yield from _texts(settings)


def _texts(settings: Settings) -> Iterator[SettingProblem]:
    airflow = settings.airflow
    if airflow.dag_id is not None and not (
        ID.fullmatch(airflow.dag_id) and len(airflow.dag_id) <= MAX_DAG_ID
    ):
        yield "airflow.dag-id", airflow.dag_id, ID_RULE.format(limit=MAX_DAG_ID)
    for tag in airflow.tags:
        if len(tag) > MAX_TAG:
            yield "airflow.tags", tag, f"a tag has at most {MAX_TAG} characters"
    if airflow.pool is not None and not is_pool(airflow.pool):
        yield "airflow.pool", airflow.pool, POOL_RULE
    connections = [
        ("kubernetes-conn-id", airflow.kubernetes_conn_id),
        ("datastore-conn-id", airflow.datastore_conn_id),
        ("aws-conn-id", airflow.aws_conn_id),
    ]
    for setting, name in connections:
        if name is not None and not is_connection(name):
            yield f"airflow.{setting}", name, CONNECTION_RULE


def is_connection(name: str) -> bool:
    """Whether Airflow takes it for the id of a connection."""
    return bool(_CONNECTION.fullmatch(name)) and len(name) <= MAX_CONNECTION_ID


def is_pool(name: str) -> bool:
    """Whether Airflow has room for it as the name of a pool."""
    return len(name) <= MAX_POOL
