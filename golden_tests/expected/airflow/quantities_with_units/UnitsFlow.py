"""UnitsFlow

Compiled by flowc from golden_tests/flows/quantities_with_units.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/quantities_with_units.py:UnitsFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "286ae703f8247d1e6c1863709e7129a2f4f2cd951933762b5a6c46fa83327209",
}
POD = {
    "image": "python:3.12-slim",
    "cmds": ["python", "-m", "runtime_shim"],
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1500m", "memory": "16Gi", "ephemeral-storage": "100G"}
    ),
    "volumes": [
        k8s.V1Volume(
            name="tmpfs",
            empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory", size_limit="512Mi"),
        )
    ],
    "volume_mounts": [k8s.V1VolumeMount(name="tmpfs", mount_path="/metaflow_temp")],
    "startup_timeout_seconds": 3600,
    "do_xcom_push": False,
}
MIDDLE_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "250m", "memory": "750M", "ephemeral-storage": "10240M"}
    ),
    "volumes": [
        k8s.V1Volume(
            name="shared-memory",
            empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory", size_limit="64Mi"),
        )
    ],
    "volume_mounts": [k8s.V1VolumeMount(name="shared-memory", mount_path="/dev/shm")],
}
END_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1", "memory": "1536Mi", "ephemeral-storage": "10240M"}
    ),
    "volumes": None,
    "volume_mounts": None,
}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


with DAG(
    dag_id="UnitsFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={**ENV, "TMPDIR": "/metaflow_temp"},
        active_deadline_seconds=6000,
        **POD,
    )

    middle = KubernetesPodOperator(
        task_id="middle",
        arguments=step("middle"),
        env_vars=ENV,
        retries=2,
        retry_delay=timedelta(seconds=90),
        **MIDDLE_POD,
    )
    start >> middle

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.UnitsFlow.end")],
        **END_POD,
    )
    middle >> end
