"""VacuumFlow

Compiled by flowc from golden_tests/flows/single_step.py. Change the flow, not this file.
"""

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
    "FLOWC_FLOW": "golden_tests/flows/single_step.py:VacuumFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "b33a76594ff70b37d2cfe7891e1032df6a6bbec7a3e8aa9440a16c6a01482ae2",
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


with DAG(
    dag_id="VacuumFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
    params={"days": Param(30, type="integer", description="How long records are kept")},
):
    vacuum = KubernetesPodOperator(
        task_id="vacuum",
        arguments=step("vacuum"),
        env_vars={**ENV, "FLOWC_PARAMETERS": PARAMETERS},
        outlets=[Asset("metaflow.VacuumFlow.end")],
        **POD,
    )
