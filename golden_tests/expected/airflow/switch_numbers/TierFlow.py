"""TierFlow

Compiled by flowc from golden_tests/flows/switch_numbers.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/switch_numbers.py:TierFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "99d73b852ce85f4dd944682cf6ceb61ed73085b5da8bd24f8f80be4af571b87e",
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
    runs = ObjectStoragePath("s3://flowc/TierFlow/runs")

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
    dag_id="TierFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    start_to_bronze = only_if.override(task_id="start_to_bronze")(
        "start", "bronze", "-", RUN
    )
    start >> start_to_bronze

    bronze = KubernetesPodOperator(
        task_id="bronze", arguments=step("bronze"), env_vars=ENV, **POD
    )
    start_to_bronze >> bronze

    start_to_silver = only_if.override(task_id="start_to_silver")(
        "start", "silver", "-", RUN
    )
    start >> start_to_silver

    silver = KubernetesPodOperator(
        task_id="silver", arguments=step("silver"), env_vars=ENV, **POD
    )
    start_to_silver >> silver

    start_to_gold = only_if.override(task_id="start_to_gold")("start", "gold", "-", RUN)
    start >> start_to_gold

    gold = KubernetesPodOperator(
        task_id="gold", arguments=step("gold"), env_vars=ENV, **POD
    )
    start_to_gold >> gold

    price = KubernetesPodOperator(
        task_id="price",
        arguments=step("price"),
        env_vars=ENV,
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [bronze, silver, gold] >> price

    price_to_full_price = only_if.override(task_id="price_to_full_price")(
        "price", "full_price", "-", RUN
    )
    price >> price_to_full_price

    full_price = KubernetesPodOperator(
        task_id="full_price", arguments=step("full_price"), env_vars=ENV, **POD
    )
    price_to_full_price >> full_price

    price_to_reduced = only_if.override(task_id="price_to_reduced")(
        "price", "reduced", "-", RUN
    )
    price >> price_to_reduced

    reduced = KubernetesPodOperator(
        task_id="reduced", arguments=step("reduced"), env_vars=ENV, **POD
    )
    price_to_reduced >> reduced

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.TierFlow.end")],
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [full_price, reduced] >> end
