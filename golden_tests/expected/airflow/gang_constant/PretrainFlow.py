"""PretrainFlow

Compiled by flowc from golden_tests/flows/gang_constant.py. Change the flow, not this file.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset, ObjectStoragePath, task, task_group
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task, task_group
    from airflow.io.path import ObjectStoragePath
    from airflow.models.dag import DAG

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
PLANNER = {
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "trigger_rule": "none_failed_min_one_success",
}
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/gang_constant.py:PretrainFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "0625fb967172f150148b97e3b83a970f040245251ff33e9964dc5ba60d78c2d9",
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
TRAIN_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={
            "cpu": "32",
            "memory": "256G",
            "ephemeral-storage": "10240M",
            "nvidia.com/gpu": "8",
        },
        limits={"nvidia.com/gpu": "8"},
    ),
    "ports": [k8s.V1ContainerPort(container_port=29500)],
    "volumes": [
        k8s.V1Volume(
            name="shared-memory",
            empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory", size_limit="64Gi"),
        )
    ],
    "volume_mounts": [k8s.V1VolumeMount(name="shared-memory", mount_path="/dev/shm")],
}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


def read_results(name, step, paths, run):
    """What each of these tasks of a step has left for the scheduler."""
    runs = ObjectStoragePath("s3://flowc/PretrainFlow/runs")

    def text(path):
        return (runs / run / step / path / "results" / name).read_text()

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(text, paths))


@task(**PLANNER)
def items_of(split, paths, run):
    """The paths of the tasks that these tasks of a step fan out to."""
    lists = read_results("paths", split, paths, run)
    return [path for text in lists for path in json.loads(text)]


with DAG(
    dag_id="PretrainFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    start_paths = items_of.override(task_id="start_paths")("start", ["-"], RUN)
    start >> start_paths

    @task_group
    def prepare_group(path):
        KubernetesPodOperator(
            task_id="prepare",
            arguments=step("prepare", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )

    prepare_groups = prepare_group.expand(path=start_paths)

    prepare_paths = items_of.override(task_id="prepare_paths")(
        "prepare", start_paths, RUN
    )
    prepare_groups >> prepare_paths

    @task_group
    def train_group(path):
        KubernetesPodOperator(
            task_id="train",
            arguments=step("train", path),
            env_vars={**ENV, "FLOWC_GANG_PORT": "29500", "FLOWC_GANG_TIMEOUT": "300"},
            pod_runtime_info_envs=[
                k8s.V1EnvVar(
                    name="FLOWC_GANG_ADDRESS",
                    value_from=k8s.V1EnvVarSource(
                        field_ref=k8s.V1ObjectFieldSelector(field_path="status.podIP")
                    ),
                )
            ],
            map_index_template="{{ task.arguments[3] }}",
            **TRAIN_POD,
        )

    train_groups = train_group.expand(path=prepare_paths)

    @task_group
    def join_workers_group(path):
        KubernetesPodOperator(
            task_id="join_workers",
            arguments=step("join_workers", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            trigger_rule="none_failed_min_one_success",
            **POD,
        )

    join_workers_groups = join_workers_group.expand(path=start_paths)
    [train_groups, prepare_paths] >> join_workers_groups

    join_seeds = KubernetesPodOperator(
        task_id="join_seeds", arguments=step("join_seeds"), env_vars=ENV, **POD
    )
    join_workers_groups >> join_seeds

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.PretrainFlow.end")],
        **POD,
    )
    join_seeds >> end
