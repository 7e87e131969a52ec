"""AuditFlow

Compiled by flowc from golden_tests/flows/foreach_in_branch.py. Change the flow, not this file.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset, ObjectStoragePath, task, task_group
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task, task_group
    from airflow.io.path import ObjectStoragePath
    from airflow.models.dag import DAG

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
PLANNER = {
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "trigger_rule": "none_failed_min_one_success",
}
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/foreach_in_branch.py:AuditFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "77f70a25946579afb300f2ad121acbd0873b84152830a62cf6ab159a81433249",
}
POD = {
    "image": "python:3.12-slim",
    "cmds": ["python", "-m", "runtime_shim"],
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1", "memory": "4096M", "ephemeral-storage": "10240M"}
    ),
    "startup_timeout_seconds": 3600,
    "do_xcom_push": False,
}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


def read_results(name, step, paths, run):
    """What each of these tasks of a step has left for the scheduler."""
    runs = ObjectStoragePath("s3://flowc/AuditFlow/runs")

    def text(path):
        return (runs / run / step / path / "results" / name).read_text()

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(text, paths))


@task(**PLANNER)
def items_of(split, paths, run):
    """The paths of the tasks that these tasks of a step fan out to."""
    lists = read_results("paths", split, paths, run)
    return [path for text in lists for path in json.loads(text)]


with DAG(
    dag_id="AuditFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    check_tables = KubernetesPodOperator(
        task_id="check_tables", arguments=step("check_tables"), env_vars=ENV, **POD
    )
    start >> check_tables

    check_tables_paths = items_of.override(task_id="check_tables_paths")(
        "check_tables", ["-"], RUN
    )
    check_tables >> check_tables_paths

    @task_group
    def check_table_group(path):
        KubernetesPodOperator(
            task_id="check_table",
            arguments=step("check_table", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )

    check_table_groups = check_table_group.expand(path=check_tables_paths)

    join_tables = KubernetesPodOperator(
        task_id="join_tables", arguments=step("join_tables"), env_vars=ENV, **POD
    )
    check_table_groups >> join_tables

    check_access = KubernetesPodOperator(
        task_id="check_access", arguments=step("check_access"), env_vars=ENV, **POD
    )
    start >> check_access

    report = KubernetesPodOperator(
        task_id="report", arguments=step("report"), env_vars=ENV, **POD
    )
    [join_tables, check_access] >> report

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.AuditFlow.end")],
        **POD,
    )
    report >> end
