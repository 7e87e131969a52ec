"""EverythingFlow

Compiled by flowc from golden_tests/flows/kubernetes_everything.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/kubernetes_everything.py:EverythingFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "3d162b937882f1aafd462e0d43f1d81f49bdd1facfef6efb70ab6a845d5e3e1e",
}
POD = {
    "image": "registry.example.com/team/train:2.3",
    "image_pull_policy": "IfNotPresent",
    "image_pull_secrets": [k8s.V1LocalObjectReference(name="regcred")],
    "cmds": ["python", "-m", "runtime_shim"],
    "env_from": [
        k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name="warehouse")),
        k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name="tracking")),
    ],
    "container_resources": k8s.V1ResourceRequirements(
        requests={
            "cpu": "4",
            "memory": "16G",
            "ephemeral-storage": "50G",
            "nvidia.com/gpu": "1",
            "vendor.example.com/fpga": "1",
        },
        limits={
            "cpu": "4",
            "memory": "16G",
            "ephemeral-storage": "50G",
            "nvidia.com/gpu": "1",
            "vendor.example.com/fpga": "1",
        },
    ),
    "ports": [k8s.V1ContainerPort(container_port=8080)],
    "volumes": [
        k8s.V1Volume(
            name="shared-memory",
            empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory", size_limit="1Gi"),
        ),
        k8s.V1Volume(
            name="tmpfs",
            empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory", size_limit="2Gi"),
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
                claim_name="models"
            ),
        ),
    ],
    "volume_mounts": [
        k8s.V1VolumeMount(name="shared-memory", mount_path="/dev/shm"),
        k8s.V1VolumeMount(name="tmpfs", mount_path="/scratch"),
        k8s.V1VolumeMount(name="claim-0", mount_path="/mnt/datasets"),
        k8s.V1VolumeMount(name="claim-1", mount_path="/mnt/models"),
    ],
    "container_security_context": k8s.V1SecurityContext(
        privileged=False,
        allow_privilege_escalation=False,
        run_as_user=1000,
        run_as_group=1000,
        run_as_non_root=True,
    ),
    "service_account_name": "trainer",
    "node_selector": {
        "node.example.com/pool": "gpu",
        "kubernetes.io/arch": "amd64",
        "outerbounds.co/compute-pool": "large",
    },
    "tolerations": [
        k8s.V1Toleration(
            key="dedicated", operator="Equal", value="gpu", effect="NoSchedule"
        ),
        k8s.V1Toleration(key="spot", operator="Exists"),
    ],
    "labels": {"team": "vision", "cost-centre": "c-42"},
    "annotations": {
        "example.com/contact": "vision@example.com",
        "example.com/note": "100% ok",
    },
    "namespace": "research",
    "startup_timeout_seconds": 3600,
    "do_xcom_push": False,
}
END_POD = {
    **POD,
    "image": "python:3.12-slim",
    "cmds": ["python3.12", "-m", "runtime_shim"],
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1", "memory": "4096M", "ephemeral-storage": "10240M"}
    ),
    "node_selector": {"kubernetes.io/os": "linux", "disk": "ssd"},
    "image_pull_policy": None,
    "image_pull_secrets": None,
    "env_from": None,
    "ports": None,
    "volumes": None,
    "volume_mounts": None,
    "container_security_context": None,
    "service_account_name": None,
    "tolerations": None,
    "labels": None,
    "annotations": None,
    "namespace": None,
}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


with DAG(
    dag_id="EverythingFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={**ENV, "TMPDIR": "/scratch"},
        **POD,
    )

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.EverythingFlow.end")],
        **END_POD,
    )
    start >> end
