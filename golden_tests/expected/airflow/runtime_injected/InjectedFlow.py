"""InjectedFlow

Compiled by flowc from golden_tests/flows/runtime_injected.py. Change the flow, not this file.
"""

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.models.dag import DAG

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/runtime_injected.py:InjectedFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "7e252586099053f1972a1a996bc65bddb81662659fc0f07dfd90b3d492a11eba",
}
POD = {
    "image": "python:3.12-slim",
    "image_pull_policy": "IfNotPresent",
    "cmds": ["python", "/flowc/runtime_shim"],
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1", "memory": "4096M", "ephemeral-storage": "10240M"}
    ),
    "volumes": [
        k8s.V1Volume(name="flowc-runtime", empty_dir=k8s.V1EmptyDirVolumeSource())
    ],
    "volume_mounts": [
        k8s.V1VolumeMount(name="flowc-runtime", mount_path="/flowc", read_only=True)
    ],
    "init_containers": [
        k8s.V1Container(
            name="flowc-runtime",
            image="registry.example.com/flowc-inject@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1",
            image_pull_policy="IfNotPresent",
            command=["cp", "-R", "/flowc/.", "/flowc-runtime"],
            resources=k8s.V1ResourceRequirements(
                requests={
                    "cpu": "100m",
                    "memory": "128Mi",
                    "ephemeral-storage": "512Mi",
                }
            ),
            volume_mounts=[
                k8s.V1VolumeMount(name="flowc-runtime", mount_path="/flowc-runtime")
            ],
        )
    ],
    "startup_timeout_seconds": 3600,
    "do_xcom_push": False,
}
START_POD = {
    **POD,
    "image": "ghcr.io/acme/torch:2.9",
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1", "memory": "4096M", "ephemeral-storage": "10240M"},
        limits={"cpu": "1", "memory": "4096M", "ephemeral-storage": "10240M"},
    ),
    "volumes": [
        k8s.V1Volume(
            name="tmpfs",
            empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory", size_limit="256Mi"),
        ),
        k8s.V1Volume(name="flowc-runtime", empty_dir=k8s.V1EmptyDirVolumeSource()),
    ],
    "volume_mounts": [
        k8s.V1VolumeMount(name="tmpfs", mount_path="/metaflow_temp"),
        k8s.V1VolumeMount(name="flowc-runtime", mount_path="/flowc", read_only=True),
    ],
    "init_containers": [
        k8s.V1Container(
            name="flowc-runtime",
            image="registry.example.com/flowc-inject@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1",
            image_pull_policy="IfNotPresent",
            command=["cp", "-R", "/flowc/.", "/flowc-runtime"],
            resources=k8s.V1ResourceRequirements(
                requests={
                    "cpu": "100m",
                    "memory": "128Mi",
                    "ephemeral-storage": "512Mi",
                },
                limits={"cpu": "100m", "memory": "128Mi", "ephemeral-storage": "512Mi"},
            ),
            volume_mounts=[
                k8s.V1VolumeMount(name="flowc-runtime", mount_path="/flowc-runtime")
            ],
        )
    ],
}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


with DAG(
    dag_id="InjectedFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={**ENV, "TMPDIR": "/metaflow_temp"},
        **START_POD,
    )

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.InjectedFlow.end")],
        **POD,
    )
    start >> end

    run_succeeded = EmptyOperator(task_id="run_succeeded")
    end >> run_succeeded

    on_success_announce = KubernetesPodOperator(
        task_id="on_success_announce",
        arguments=["hook", "announce"],
        env_vars={**ENV, "FLOWC_RUN_STATUS": "success"},
        **POD,
    ).as_teardown(setups=run_succeeded)
    end >> on_success_announce
