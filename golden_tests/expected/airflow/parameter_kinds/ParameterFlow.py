"""ParameterFlow

Compiled by flowc from golden_tests/flows/parameter_kinds.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/parameter_kinds.py:ParameterFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "183897010eb250240f64f9b45474d1ac2e4b898b609531cf8749c34681d7c7b2",
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
    dag_id="ParameterFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
    params={
        "table": Param(
            type="string", description="Where the rows come from: {{schema.table}}"
        ),
        "learning-rate": Param(0.01, type="number", description='It\'s a "rate"'),
        "epochs": Param(10, type="integer"),
        "threshold": Param(1, type="number"),
        "dry-run": Param(False, type="boolean", description="Write nothing"),
        "markers": Param("a,b", type="string"),
        "columns": Param('{"target": "y", "drop": []}'),
        "note": Param(None, type=["null", "string"]),
        "greeting": Param('{{workflow.name}} says: "hyvää päivää"\n', type="string"),
        "month": Param(None, description="Computed when the flow is deployed"),
        "owner": Param(None, type=["null", "string"]),
    },
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={**ENV, "FLOWC_PARAMETERS": PARAMETERS},
        **POD,
    )

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.ParameterFlow.end")],
        **POD,
    )
    start >> end
