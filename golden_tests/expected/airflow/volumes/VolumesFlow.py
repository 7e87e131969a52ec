"""VolumesFlow

Compiled by flowc from golden_tests/flows/volumes.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/volumes.py:VolumesFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "bb108b2323b0a5d2158b79b123d5d4a0b7d7c7e2d4f7dd52ac5700a0d34c41d0",
}
POD = {
    "image": "python:3.12-slim",
    "cmds": ["python", "-m", "runtime_shim"],
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1", "memory": "4096M", "ephemeral-storage": "10240M"}
    ),
    "volumes": [
        k8s.V1Volume(
            name="tmpfs",
            empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory", size_limit="2048M"),
        )
    ],
    "volume_mounts": [k8s.V1VolumeMount(name="tmpfs", mount_path="/metaflow_temp")],
    "startup_timeout_seconds": 3600,
    "do_xcom_push": False,
}
SIZED_POD = {
    **POD,
    "volumes": [
        k8s.V1Volume(
            name="tmpfs",
            empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory", size_limit="512Mi"),
        )
    ],
    "volume_mounts": [k8s.V1VolumeMount(name="tmpfs", mount_path="/fast")],
}
SHARED_POD = {
    **POD,
    "volumes": [
        k8s.V1Volume(
            name="shared-memory",
            empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory", size_limit="2Gi"),
        )
    ],
    "volume_mounts": [k8s.V1VolumeMount(name="shared-memory", mount_path="/dev/shm")],
}
CLAIMED_POD = {
    **POD,
    "volumes": [
        k8s.V1Volume(
            name="claim-0",
            persistent_volume_claim=k8s.V1PersistentVolumeClaimVolumeSource(
                claim_name="datasets"
            ),
        )
    ],
    "volume_mounts": [k8s.V1VolumeMount(name="claim-0", mount_path="/mnt/datasets")],
}
TOGETHER_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1", "memory": "8G", "ephemeral-storage": "10240M"}
    ),
    "volumes": [
        k8s.V1Volume(
            name="shared-memory",
            empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory", size_limit="1Gi"),
        ),
        k8s.V1Volume(
            name="tmpfs",
            empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory", size_limit="1Gi"),
        ),
        k8s.V1Volume(
            name="claim-0",
            persistent_volume_claim=k8s.V1PersistentVolumeClaimVolumeSource(
                claim_name="datasets"
            ),
        ),
        k8s.V1Volume(
            name="claim-1",
            persistent_volume_claim=k8s.V1PersistentVolumeClaimVolumeSource(
                claim_name="out"
            ),
        ),
    ],
    "volume_mounts": [
        k8s.V1VolumeMount(name="shared-memory", mount_path="/dev/shm"),
        k8s.V1VolumeMount(name="tmpfs", mount_path="/metaflow_temp"),
        k8s.V1VolumeMount(name="claim-0", mount_path="/mnt/datasets"),
        k8s.V1VolumeMount(name="claim-1", mount_path="/mnt/out"),
    ],
}
END_POD = {**POD, "volumes": None, "volume_mounts": None}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


with DAG(
    dag_id="VolumesFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={**ENV, "TMPDIR": "/metaflow_temp"},
        **POD,
    )

    sized = KubernetesPodOperator(
        task_id="sized", arguments=step("sized"), env_vars=ENV, **SIZED_POD
    )
    start >> sized

    shared = KubernetesPodOperator(
        task_id="shared", arguments=step("shared"), env_vars=ENV, **SHARED_POD
    )
    sized >> shared

    claimed = KubernetesPodOperator(
        task_id="claimed", arguments=step("claimed"), env_vars=ENV, **CLAIMED_POD
    )
    shared >> claimed

    together = KubernetesPodOperator(
        task_id="together",
        arguments=step("together"),
        env_vars={**ENV, "TMPDIR": "/metaflow_temp"},
        **TOGETHER_POD,
    )
    claimed >> together

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.VolumesFlow.end")],
        **END_POD,
    )
    together >> end
