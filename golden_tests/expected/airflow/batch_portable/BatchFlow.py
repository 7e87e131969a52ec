"""BatchFlow

Compiled by flowc from golden_tests/flows/batch_portable.py. Change the flow, not this file.
"""

import pendulum
from airflow.providers.amazon.aws.operators.batch import BatchOperator

try:
    from airflow.sdk import DAG, Asset
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.models.dag import DAG

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
JOB_ENV = [
    {"name": "FLOWC_FLOW", "value": "golden_tests/flows/batch_portable.py:BatchFlow"},
    {"name": "FLOWC_RUN", "value": RUN},
    {"name": "FLOWC_DATASTORE", "value": "s3://flowc"},
    {"name": "FLOWC_RESULTS", "value": "@datastore"},
    {
        "name": "FLOWC_PACKAGE",
        "value": "74d1b0603bec7d5886877a33381150e73ffcf4945127cdf9b28e15e06a5f5e06",
    },
]
JOB = {"job_definition": "BatchFlow-start-e567f6a5", "job_queue": "flows"}
ADD_JOB = {**JOB, "job_definition": "BatchFlow-add-1c4f631e"}
END_JOB = {**JOB, "job_definition": "BatchFlow-end-224c899f"}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


def job(name, path="-"):
    """The same for a job of Batch: the parameters of its definition."""
    words = step(name, path)
    return {word.lstrip("-"): value for word, value in zip(words[::2], words[1::2])}


with DAG(
    dag_id="BatchFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = BatchOperator(
        task_id="start",
        parameters=job("start"),
        job_name="BatchFlow-start",
        container_overrides={"environment": JOB_ENV},
        **JOB,
    )

    add = BatchOperator(
        task_id="add",
        parameters=job("add"),
        job_name="BatchFlow-add",
        container_overrides={"environment": JOB_ENV},
        **ADD_JOB,
    )
    start >> add

    end = BatchOperator(
        task_id="end",
        parameters=job("end"),
        job_name="BatchFlow-end",
        container_overrides={"environment": JOB_ENV},
        outlets=[Asset("metaflow.BatchFlow.end")],
        **END_JOB,
    )
    add >> end
