"""PricingFlow

Compiled by flowc from golden_tests/flows/base_classes/flow.py. Change the flow, not this file.
"""

from datetime import timedelta

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset
    from airflow.sdk.definitions.param import Param
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.models.dag import DAG
    from airflow.models.param import Param

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/base_classes/flow.py:PricingFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "846c19263b25b07421fed14934e20344295f979b5fc40fbdf247e3103054b05b",
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
TRAIN_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "2", "memory": "4096M", "ephemeral-storage": "10240M"}
    ),
}
PARAMETERS = "{{ dict(params.items() | selectattr(0, 'in', dag.params)) | tojson | replace('$', '\\\\u0024') }}"


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


with DAG(
    dag_id="PricingFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
    params={
        "digits": Param(2, type="integer"),
        "source": Param("warehouse", type="string"),
        "rate": Param(0.5, type="number"),
    },
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={**ENV, "FLOWC_PARAMETERS": PARAMETERS},
        retries=2,
        retry_delay=timedelta(minutes=2),
        **POD,
    )

    train = KubernetesPodOperator(
        task_id="train", arguments=step("train"), env_vars=ENV, **TRAIN_POD
    )
    start >> train

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.PricingFlow.end")],
        **POD,
    )
    train >> end
