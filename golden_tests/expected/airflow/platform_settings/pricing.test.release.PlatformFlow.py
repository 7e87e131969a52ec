"""PlatformFlow

Compiled by flowc from golden_tests/flows/platform_settings.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/platform_settings.py:PlatformFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "gs://flows/production",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PROJECT": "pricing/release",
    "FLOWC_PACKAGE": "be207fdae7578d26d4514c1322c718f3a7c1759c9059b0cda394c03350694fc4",
}
POD = {
    "image": "registry.example.com/flows:3.12",
    "image_pull_policy": "IfNotPresent",
    "image_pull_secrets": [k8s.V1LocalObjectReference(name="regcred")],
    "cmds": ["python", "-m", "runtime_shim"],
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "500m", "memory": "2Gi", "ephemeral-storage": "20G"},
        limits={"cpu": "500m", "memory": "2Gi", "ephemeral-storage": "20G"},
    ),
    "service_account_name": "flow-runner",
    "node_selector": {"pool": "flows"},
    "tolerations": [
        k8s.V1Toleration(
            key="workload", operator="Equal", value="flows", effect="NoSchedule"
        )
    ],
    "labels": {"owner": "platform", "team": "unknown"},
    "annotations": {"example.com/managed-by": "flowc"},
    "namespace": "pricing",
    "startup_timeout_seconds": 3600,
    "do_xcom_push": False,
}
TRAIN_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={
            "cpu": "500m",
            "memory": "16G",
            "ephemeral-storage": "20G",
            "nvidia.com/gpu": "1",
        },
        limits={
            "cpu": "500m",
            "memory": "16G",
            "ephemeral-storage": "20G",
            "nvidia.com/gpu": "1",
        },
    ),
    "node_selector": {"pool": "flows", "zone": "a"},
    "tolerations": [
        k8s.V1Toleration(
            key="workload", operator="Equal", value="flows", effect="NoSchedule"
        ),
        k8s.V1Toleration(key="nvidia.com/gpu", operator="Exists"),
    ],
    "labels": {"owner": "platform", "team": "pricing"},
}
END_POD = {**POD, "image": "python:3.13", "service_account_name": "publisher"}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


with DAG(
    dag_id="pricing.test.release.PlatformFlow",
    schedule=CronTriggerTimetable("0 0 * * *", timezone="UTC"),
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
    tags=["project:pricing", "project_branch:test.release"],
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    train = KubernetesPodOperator(
        task_id="train", arguments=step("train"), env_vars=ENV, **TRAIN_POD
    )
    start >> train

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.pricing.test.release.PlatformFlow.end")],
        **END_POD,
    )
    train >> end
