"""RouteFlow

Compiled by flowc from golden_tests/flows/switch_strings.py. Change the flow, not this file.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset, ObjectStoragePath, task
    from airflow.sdk.definitions.param import Param
    from airflow.sdk.exceptions import AirflowSkipException
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task
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
    "FLOWC_FLOW": "golden_tests/flows/switch_strings.py:RouteFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "218a9dbd6b7148fa8c6c596d69a9ac6f6bab2438d2f3d39eb193d30c646d28f8",
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
    runs = ObjectStoragePath("s3://flowc/RouteFlow/runs")

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


with DAG(
    dag_id="RouteFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
    params={
        "size": Param(
            "medium", type="string", description="small, medium, large or huge"
        )
    },
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={**ENV, "FLOWC_PARAMETERS": PARAMETERS},
        **POD,
    )

    start_to_in_memory = only_if.override(task_id="start_to_in_memory")(
        "start", "in_memory", "-", RUN
    )
    start >> start_to_in_memory

    in_memory = KubernetesPodOperator(
        task_id="in_memory", arguments=step("in_memory"), env_vars=ENV, **POD
    )
    start_to_in_memory >> in_memory

    start_to_on_disk = only_if.override(task_id="start_to_on_disk")(
        "start", "on_disk", "-", RUN
    )
    start >> start_to_on_disk

    on_disk = KubernetesPodOperator(
        task_id="on_disk", arguments=step("on_disk"), env_vars=ENV, **POD
    )
    start_to_on_disk >> on_disk

    start_to_on_cluster = only_if.override(task_id="start_to_on_cluster")(
        "start", "on_cluster", "-", RUN
    )
    start >> start_to_on_cluster

    on_cluster = KubernetesPodOperator(
        task_id="on_cluster", arguments=step("on_cluster"), env_vars=ENV, **POD
    )
    start_to_on_cluster >> on_cluster

    run_query = KubernetesPodOperator(
        task_id="run_query",
        arguments=step("run_query"),
        env_vars=ENV,
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [in_memory, on_disk, on_cluster] >> run_query

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.RouteFlow.end")],
        **POD,
    )
    run_query >> end
