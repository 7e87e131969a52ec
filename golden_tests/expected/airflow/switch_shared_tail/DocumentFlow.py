"""DocumentFlow

Compiled by flowc from golden_tests/flows/switch_shared_tail.py. Change the flow, not this file.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset, ObjectStoragePath, task
    from airflow.sdk.exceptions import AirflowSkipException
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task
    from airflow.exceptions import AirflowSkipException
    from airflow.io.path import ObjectStoragePath
    from airflow.models.dag import DAG

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
PLANNER = {
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "trigger_rule": "none_failed_min_one_success",
}
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/switch_shared_tail.py:DocumentFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "8076c80843f8dba15de302075bd603cd8b56b62b0d143212d0b45b02129cacb3",
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
    runs = ObjectStoragePath("s3://flowc/DocumentFlow/runs")

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
    dag_id="DocumentFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    start_to_read_text = only_if.override(task_id="start_to_read_text")(
        "start", "read_text", "-", RUN
    )
    start >> start_to_read_text

    read_text = KubernetesPodOperator(
        task_id="read_text", arguments=step("read_text"), env_vars=ENV, **POD
    )
    start_to_read_text >> read_text

    start_to_read_scan = only_if.override(task_id="start_to_read_scan")(
        "start", "read_scan", "-", RUN
    )
    start >> start_to_read_scan

    read_scan = KubernetesPodOperator(
        task_id="read_scan", arguments=step("read_scan"), env_vars=ENV, **POD
    )
    start_to_read_scan >> read_scan

    start_to_transcribe = only_if.override(task_id="start_to_transcribe")(
        "start", "transcribe", "-", RUN
    )
    start >> start_to_transcribe

    transcribe = KubernetesPodOperator(
        task_id="transcribe", arguments=step("transcribe"), env_vars=ENV, **POD
    )
    start_to_transcribe >> transcribe

    correct = KubernetesPodOperator(
        task_id="correct",
        arguments=step("correct"),
        env_vars=ENV,
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [read_scan, transcribe] >> correct

    proofread = KubernetesPodOperator(
        task_id="proofread", arguments=step("proofread"), env_vars=ENV, **POD
    )
    correct >> proofread

    store = KubernetesPodOperator(
        task_id="store",
        arguments=step("store"),
        env_vars=ENV,
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [read_text, proofread] >> store

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.DocumentFlow.end")],
        **POD,
    )
    store >> end
