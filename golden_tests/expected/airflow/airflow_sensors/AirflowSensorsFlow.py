"""AirflowSensorsFlow

Compiled by flowc from golden_tests/flows/airflow_sensors.py. Change the flow, not this file.
"""

from datetime import timedelta

import pendulum
from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.standard.sensors.external_task import ExternalTaskSensor
from airflow.timetables.trigger import CronTriggerTimetable
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.models.dag import DAG

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/airflow_sensors.py:AirflowSensorsFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "6c9d01fde8e6464bea4ca6964dd057c2bfc623455cbc85b975c17a7ef442d932",
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


with DAG(
    dag_id="AirflowSensorsFlow",
    schedule=CronTriggerTimetable("0 * * * *", timezone="UTC"),
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    wait_for_load = ExternalTaskSensor(
        task_id="wait_for_load",
        external_dag_id="LoadFlow",
        external_task_ids=["check", "end"],
        allowed_states=["success", "skipped"],
        failed_states=["failed", "upstream_failed"],
        execution_delta=timedelta(hours=1),
        check_existence=True,
        timeout=3600,
        poke_interval=60,
        mode="reschedule",
        exponential_backoff=True,
        doc="The rows are loaded an hour before.",
    )

    wait_for_shop_prod_PricesFlow = ExternalTaskSensor(
        task_id="wait_for_shop_prod_PricesFlow",
        external_dag_id="shop.prod.PricesFlow",
        allowed_states=["success"],
        check_existence=True,
        timeout=3600,
        poke_interval=60,
        mode="reschedule",
        exponential_backoff=True,
        soft_fail=True,
    )

    wait_for_key = S3KeySensor(
        task_id="wait_for_key",
        bucket_key=["s3://lake/rows/*.parquet", "s3://lake/rows/_DONE"],
        wildcard_match=True,
        aws_conn_id="lake",
        timeout=7200,
        poke_interval=300,
        mode="poke",
        exponential_backoff=False,
        pool="sensors",
    )

    wait_for_key_2 = S3KeySensor(
        task_id="wait_for_key_2",
        bucket_key="labels.json",
        bucket_name="lake",
        verify=False,
        timeout=3600,
        poke_interval=60,
        mode="reschedule",
        exponential_backoff=True,
    )

    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )
    [wait_for_load, wait_for_shop_prod_PricesFlow, wait_for_key] >> start
    wait_for_key_2 >> start

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.AirflowSensorsFlow.end")],
        **POD,
    )
    start >> end
