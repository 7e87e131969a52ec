"""GpuFlow

Compiled by flowc from golden_tests/flows/gpu_tolerations.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/gpu_tolerations.py:GpuFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "e603a5e76e4a21d135f2aab8c15413e20bfd8aa697476f40c4b402eca52d4326",
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
ON_NVIDIA_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={
            "cpu": "1",
            "memory": "4096M",
            "ephemeral-storage": "10240M",
            "nvidia.com/gpu": "1",
        },
        limits={"nvidia.com/gpu": "1"},
    ),
    "tolerations": [
        k8s.V1Toleration(key="nvidia.com/gpu", operator="Exists", effect="NoSchedule")
    ],
}
ON_AMD_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={
            "cpu": "1",
            "memory": "4096M",
            "ephemeral-storage": "10240M",
            "amd.com/gpu": "2",
        },
        limits={"amd.com/gpu": "2"},
    ),
    "tolerations": [
        k8s.V1Toleration(
            key="amd.com/gpu",
            operator="Equal",
            value="present",
            effect="NoExecute",
            toleration_seconds=3600,
        ),
        k8s.V1Toleration(key="queue", value="batch"),
    ],
}
ON_CPU_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={
            "cpu": "1",
            "memory": "4096M",
            "ephemeral-storage": "10240M",
            "nvidia.com/gpu": "0",
        },
        limits={"nvidia.com/gpu": "0"},
    ),
}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


with DAG(
    dag_id="GpuFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    on_nvidia = KubernetesPodOperator(
        task_id="on_nvidia", arguments=step("on_nvidia"), env_vars=ENV, **ON_NVIDIA_POD
    )
    start >> on_nvidia

    on_amd = KubernetesPodOperator(
        task_id="on_amd", arguments=step("on_amd"), env_vars=ENV, **ON_AMD_POD
    )
    start >> on_amd

    on_cpu = KubernetesPodOperator(
        task_id="on_cpu", arguments=step("on_cpu"), env_vars=ENV, **ON_CPU_POD
    )
    start >> on_cpu

    join = KubernetesPodOperator(
        task_id="join", arguments=step("join"), env_vars=ENV, **POD
    )
    [on_nvidia, on_amd, on_cpu] >> join

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.GpuFlow.end")],
        **POD,
    )
    join >> end
