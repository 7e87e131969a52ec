"""SiblingFlow

Compiled by flowc from golden_tests/flows/sibling_constants/flow.py. Change the flow, not this file.
"""

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.timetables.trigger import CronTriggerTimetable
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.models.dag import DAG

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/sibling_constants/flow.py:SiblingFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "b271ff16a50e973143f3fc604dedebcee6accbb35f17a39a27c08932c85372d5",
}
POD = {
    "image": "registry.example.com/train:2026.1",
    "cmds": ["python", "-m", "runtime_shim"],
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "16", "memory": "64G", "ephemeral-storage": "10240M"}
    ),
    "startup_timeout_seconds": 3600,
    "do_xcom_push": False,
}
END_POD = {
    **POD,
    "image": "registry.example.com/report:2026.1",
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1", "memory": "4G", "ephemeral-storage": "10240M"}
    ),
}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


with DAG(
    dag_id="SiblingFlow",
    schedule=CronTriggerTimetable("15 3 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={**ENV, "OMP_NUM_THREADS": "4", "BATCH": "64", "STAGE": "train"},
        **POD,
    )

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.SiblingFlow.end")],
        **END_POD,
    )
    start >> end
