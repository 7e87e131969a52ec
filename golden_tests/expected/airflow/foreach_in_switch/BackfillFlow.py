"""BackfillFlow

Compiled by flowc from golden_tests/flows/foreach_in_switch.py. Change the flow, not this file.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset, ObjectStoragePath, task, task_group
    from airflow.sdk.definitions.param import Param
    from airflow.sdk.exceptions import AirflowSkipException
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task, task_group
    from airflow.exceptions import AirflowSkipException
    from airflow.io.path import ObjectStoragePath
    from airflow.models.dag import DAG
    from airflow.models.param import Param

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
PLANNER = {
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "trigger_rule": "none_failed_min_one_success",
}
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/foreach_in_switch.py:BackfillFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "57b2fca1f3c994151cd5a7345610529f15798d82294e08839b91ee6890ae04d0",
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
PARAMETERS = "{{ dict(params.items() | selectattr(0, 'in', dag.params)) | tojson | replace('$', '\\\\u0024') }}"


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


def read_results(name, step, paths, run):
    """What each of these tasks of a step has left for the scheduler."""
    runs = ObjectStoragePath("s3://flowc/BackfillFlow/runs")

    def text(path):
        return (runs / run / step / path / "results" / name).read_text()

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(text, paths))


@task(**PLANNER)
def only_if(switch, target, path, run):
    """Skips what comes after it unless the switch has chosen this step."""
    choice = read_results("choice", switch, [path], run)[0]
    if choice != target:
        raise AirflowSkipException(f"{switch} has chosen {choice}.")


@task(**PLANNER)
def items_of(split, paths, run):
    """The paths of the tasks that these tasks of a step fan out to."""
    lists = read_results("paths", split, paths, run)
    return [path for text in lists for path in json.loads(text)]


with DAG(
    dag_id="BackfillFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
    params={"mode": Param("full", type="string", description="full or daily")},
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={**ENV, "FLOWC_PARAMETERS": PARAMETERS},
        **POD,
    )

    start_to_plan = only_if.override(task_id="start_to_plan")("start", "plan", "-", RUN)
    start >> start_to_plan

    plan = KubernetesPodOperator(
        task_id="plan", arguments=step("plan"), env_vars=ENV, **POD
    )
    start_to_plan >> plan

    plan_paths = items_of.override(task_id="plan_paths")("plan", ["-"], RUN)
    plan >> plan_paths

    @task_group
    def load_day_group(path):
        KubernetesPodOperator(
            task_id="load_day",
            arguments=step("load_day", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )

    load_day_groups = load_day_group.expand(path=plan_paths)

    join_days = KubernetesPodOperator(
        task_id="join_days", arguments=step("join_days"), env_vars=ENV, **POD
    )
    load_day_groups >> join_days

    start_to_load_latest = only_if.override(task_id="start_to_load_latest")(
        "start", "load_latest", "-", RUN
    )
    start >> start_to_load_latest

    load_latest = KubernetesPodOperator(
        task_id="load_latest", arguments=step("load_latest"), env_vars=ENV, **POD
    )
    start_to_load_latest >> load_latest

    publish = KubernetesPodOperator(
        task_id="publish",
        arguments=step("publish"),
        env_vars=ENV,
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [join_days, load_latest] >> publish

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.BackfillFlow.end")],
        **POD,
    )
    publish >> end
