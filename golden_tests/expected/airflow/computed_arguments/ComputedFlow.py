"""ComputedFlow

Compiled by flowc from golden_tests/flows/computed_arguments.py. Change the flow, not this file.
"""

from datetime import timedelta

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
    "FLOWC_FLOW": "golden_tests/flows/computed_arguments.py:ComputedFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "2ffa937862a28f20ed6449bc19e315fedb4fd25eece078da6a98965c28618221",
}
POD = {
    "image": "registry.example.com/vision:1.0",
    "cmds": ["python", "-m", "runtime_shim"],
    "env_from": [
        k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name="db-secret")),
        k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name="queue-secret")),
    ],
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "16", "memory": "64G", "ephemeral-storage": "10240M"}
    ),
    "labels": {"team": "vision", "tier": "batch"},
    "startup_timeout_seconds": 3600,
    "do_xcom_push": False,
}
END_POD = {
    **POD,
    "image": "python:3.12-slim",
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "8", "memory": "6400M", "ephemeral-storage": "30G"}
    ),
    "env_from": None,
    "labels": None,
}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


with DAG(
    dag_id="ComputedFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={
            **ENV,
            "TEAM": "vision",
            "DEBUG": "0",
            "IMAGE": "registry.example.com/'vision':015",
        },
        active_deadline_seconds=2400,
        **POD,
    )

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        retries=2,
        retry_delay=timedelta(minutes=1),
        outlets=[Asset("metaflow.ComputedFlow.end")],
        **END_POD,
    )
    start >> end
