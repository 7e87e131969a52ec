"""TrendFlow

Compiled by flowc from golden_tests/flows/switch_computed_keys.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/switch_computed_keys.py:TrendFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "4670f6cf6107eca486aa3540027ec0ba733d3c50327ea96707eebecd7605d678",
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
    runs = ObjectStoragePath("s3://flowc/TrendFlow/runs")

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
    dag_id="TrendFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    start_to_rise = only_if.override(task_id="start_to_rise")("start", "rise", "-", RUN)
    start >> start_to_rise

    rise = KubernetesPodOperator(
        task_id="rise", arguments=step("rise"), env_vars=ENV, **POD
    )
    start_to_rise >> rise

    start_to_stay = only_if.override(task_id="start_to_stay")("start", "stay", "-", RUN)
    start >> start_to_stay

    stay = KubernetesPodOperator(
        task_id="stay", arguments=step("stay"), env_vars=ENV, **POD
    )
    start_to_stay >> stay

    start_to_fall = only_if.override(task_id="start_to_fall")("start", "fall", "-", RUN)
    start >> start_to_fall

    fall = KubernetesPodOperator(
        task_id="fall", arguments=step("fall"), env_vars=ENV, **POD
    )
    start_to_fall >> fall

    describe = KubernetesPodOperator(
        task_id="describe",
        arguments=step("describe"),
        env_vars=ENV,
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [rise, stay, fall] >> describe

    describe_to_buy = only_if.override(task_id="describe_to_buy")(
        "describe", "buy", "-", RUN
    )
    describe >> describe_to_buy

    buy = KubernetesPodOperator(
        task_id="buy", arguments=step("buy"), env_vars=ENV, **POD
    )
    describe_to_buy >> buy

    describe_to_end = only_if.override(task_id="describe_to_end")(
        "describe", "end", "-", RUN
    )
    describe >> describe_to_end

    describe_to_sell = only_if.override(task_id="describe_to_sell")(
        "describe", "sell", "-", RUN
    )
    describe >> describe_to_sell

    sell = KubernetesPodOperator(
        task_id="sell", arguments=step("sell"), env_vars=ENV, **POD
    )
    describe_to_sell >> sell

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.TrendFlow.end")],
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [buy, describe_to_end, sell] >> end
