"""PypiFlow

Compiled by flowc from golden_tests/flows/packages_pypi.py. Change the flow, not this file.
"""

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.models.dag import DAG

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/packages_pypi.py:PypiFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "1a152fbe97d47339fb942575162b10c9c9896c84ea849d66beb6a3e77fc40172",
}
POD = {
    "image": "python:3.12.4-slim",
    "cmds": ["python", "-m", "runtime_shim"],
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1", "memory": "4096M", "ephemeral-storage": "10240M"}
    ),
    "startup_timeout_seconds": 3600,
    "do_xcom_push": False,
}
NOTIFY_POD = {**POD, "image": "python:3.12-slim"}
END_POD = {**POD, "image": "python:3.11.9-slim"}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


with DAG(
    dag_id="PypiFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={**ENV, "FLOWC_ENVIRONMENT": "pypi-6dbb0705c1101980"},
        **POD,
    )

    train = KubernetesPodOperator(
        task_id="train",
        arguments=step("train"),
        env_vars={**ENV, "FLOWC_ENVIRONMENT": "pypi-f180ad4d1511cc30"},
        **POD,
    )
    start >> train

    notify = KubernetesPodOperator(
        task_id="notify", arguments=step("notify"), env_vars=ENV, **NOTIFY_POD
    )
    train >> notify

    report = KubernetesPodOperator(
        task_id="report",
        arguments=step("report"),
        env_vars={**ENV, "FLOWC_ENVIRONMENT": "pypi-6dbb0705c1101980"},
        **POD,
    )
    notify >> report

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars={**ENV, "FLOWC_ENVIRONMENT": "pypi-7e9452a3d80c50bd"},
        outlets=[Asset("metaflow.PypiFlow.end")],
        **END_POD,
    )
    report >> end
