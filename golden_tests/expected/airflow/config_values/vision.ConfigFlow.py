"""ConfigFlow

Compiled by flowc from flow.py. Change the flow, not this file.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.timetables.trigger import CronTriggerTimetable
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
    "FLOWC_FLOW": "flow.py:ConfigFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PROJECT": "vision/",
    "FLOWC_PACKAGE": "2231bb02a4fe28ed499dcc5265e46944643ad227767274aecde02d964726e1c2",
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
START_POD = {
    **POD,
    "image": "registry.example.com/vision:1.4",
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "4", "memory": "16G", "ephemeral-storage": "10240M"}
    ),
}
END_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "2", "memory": "2G", "ephemeral-storage": "10240M"}
    ),
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
    runs = ObjectStoragePath("s3://flowc/ConfigFlow/runs")

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
    dag_id="vision.ConfigFlow",
    schedule=CronTriggerTimetable("0 6 * * 1-5", timezone="UTC"),
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
    tags=["project:vision"],
    params={"rate": Param(0.125, type="number")},
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={**ENV, "FLOWC_PARAMETERS": PARAMETERS},
        **START_POD,
    )

    train = KubernetesPodOperator(
        task_id="train",
        arguments=step("train"),
        env_vars={**ENV, "REGION": "eu", "MODEL": "resnet"},
        retries=3,
        retry_delay=timedelta(minutes=2),
        **POD,
    )
    start >> train

    train_to_end = only_if.override(task_id="train_to_end")("train", "end", "-", RUN)
    train >> train_to_end

    train_to_prune = only_if.override(task_id="train_to_prune")(
        "train", "prune", "-", RUN
    )
    train >> train_to_prune

    prune = KubernetesPodOperator(
        task_id="prune", arguments=step("prune"), env_vars=ENV, **POD
    )
    train_to_prune >> prune

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.vision.ConfigFlow.end")],
        trigger_rule="none_failed_min_one_success",
        **END_POD,
    )
    [train_to_end, prune] >> end
