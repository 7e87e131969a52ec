"""NestedBranchFlow

Compiled by flowc from golden_tests/flows/nested_branch.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/nested_branch.py:NestedBranchFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "3afc1aa33ca5ce2268a37643dc0845f67ee0dbf2547d00a76045b76127ebef65",
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
    dag_id="NestedBranchFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    linear_models = KubernetesPodOperator(
        task_id="linear_models", arguments=step("linear_models"), env_vars=ENV, **POD
    )
    start >> linear_models

    ridge = KubernetesPodOperator(
        task_id="ridge", arguments=step("ridge"), env_vars=ENV, **POD
    )
    linear_models >> ridge

    lasso = KubernetesPodOperator(
        task_id="lasso", arguments=step("lasso"), env_vars=ENV, **POD
    )
    linear_models >> lasso

    elastic_net = KubernetesPodOperator(
        task_id="elastic_net", arguments=step("elastic_net"), env_vars=ENV, **POD
    )
    linear_models >> elastic_net

    best_linear = KubernetesPodOperator(
        task_id="best_linear", arguments=step("best_linear"), env_vars=ENV, **POD
    )
    [ridge, lasso, elastic_net] >> best_linear

    trees = KubernetesPodOperator(
        task_id="trees", arguments=step("trees"), env_vars=ENV, **POD
    )
    start >> trees

    prune = KubernetesPodOperator(
        task_id="prune", arguments=step("prune"), env_vars=ENV, **POD
    )
    trees >> prune

    compare = KubernetesPodOperator(
        task_id="compare", arguments=step("compare"), env_vars=ENV, **POD
    )
    [best_linear, prune] >> compare

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.NestedBranchFlow.end")],
        **POD,
    )
    compare >> end
