"""CustomerLifetimeValueEstimationWithHierarchicalBayesianRegressionFlow

Compiled by flowc from golden_tests/flows/long_names.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/long_names.py:CustomerLifetimeValueEstimationWithHierarchicalBayesianRegressionFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "c6b060e3dabb44853d1a49e7dd0aa121bb48ab57c2e0e3b5255edfbadcc4fb0a",
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
    dag_id="CustomerLifetimeValueEstimationWithHierarchicalBayesianRegressionFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    estimate_the_lifetime_value_of_every_customer_in_the_northern_region_by_month = KubernetesPodOperator(
        task_id="estimate_the_lifetime_value_of_every_customer_in_the_northern_region_by_month",
        arguments=step(
            "estimate_the_lifetime_value_of_every_customer_in_the_northern_region_by_month"
        ),
        env_vars=ENV,
        **POD,
    )
    (
        start
        >> estimate_the_lifetime_value_of_every_customer_in_the_northern_region_by_month
    )

    estimate_the_lifetime_value_of_every_customer_in_the_northern_region_by_year = KubernetesPodOperator(
        task_id="estimate_the_lifetime_value_of_every_customer_in_the_northern_region_by_year",
        arguments=step(
            "estimate_the_lifetime_value_of_every_customer_in_the_northern_region_by_year"
        ),
        env_vars=ENV,
        **POD,
    )
    (
        start
        >> estimate_the_lifetime_value_of_every_customer_in_the_northern_region_by_year
    )

    join = KubernetesPodOperator(
        task_id="join", arguments=step("join"), env_vars=ENV, **POD
    )
    (
        estimate_the_lifetime_value_of_every_customer_in_the_northern_region_by_month
        >> join
    )
    estimate_the_lifetime_value_of_every_customer_in_the_northern_region_by_year >> join

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[
            Asset(
                "metaflow.CustomerLifetimeValueEstimationWithHierarchicalBayesianRegressionFlow.end"
            )
        ],
        **POD,
    )
    join >> end
