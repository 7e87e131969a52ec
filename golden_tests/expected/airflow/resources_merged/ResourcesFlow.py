"""ResourcesFlow

Compiled by flowc from golden_tests/flows/resources_merged.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/resources_merged.py:ResourcesFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "a014f1a5ca04498655bb22808867b15871018c14d7088f734253ac6203984bc8",
}
POD = {
    "image": "python:3.12-slim",
    "cmds": ["python", "-m", "runtime_shim"],
    "container_resources": k8s.V1ResourceRequirements(
        requests={
            "cpu": "8",
            "memory": "32G",
            "ephemeral-storage": "20G",
            "nvidia.com/gpu": "2",
        },
        limits={"nvidia.com/gpu": "2"},
    ),
    "startup_timeout_seconds": 3600,
    "do_xcom_push": False,
}
WORK_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "500m", "memory": "512M", "ephemeral-storage": "4G"}
    ),
    "volumes": [
        k8s.V1Volume(
            name="shared-memory",
            empty_dir=k8s.V1EmptyDirVolumeSource(medium="Memory", size_limit="128Mi"),
        )
    ],
    "volume_mounts": [k8s.V1VolumeMount(name="shared-memory", mount_path="/dev/shm")],
}
JOIN_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1", "memory": "12G", "ephemeral-storage": "10240M"}
    ),
}
END_POD = {
    **POD,
    "container_resources": k8s.V1ResourceRequirements(
        requests={"cpu": "1", "memory": "4096M", "ephemeral-storage": "10240M"}
    ),
}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


def read_results(name, step, paths, run):
    """What each of these tasks of a step has left for the scheduler."""
    runs = ObjectStoragePath("s3://flowc/ResourcesFlow/runs")

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
    dag_id="ResourcesFlow",
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
    def work_group(path):
        KubernetesPodOperator(
            task_id="work",
            arguments=step("work", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **WORK_POD,
        )

    work_groups = work_group.expand(path=start_paths)

    join = KubernetesPodOperator(
        task_id="join", arguments=step("join"), env_vars=ENV, **JOIN_POD
    )
    work_groups >> join

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.ResourcesFlow.end")],
        **END_POD,
    )
    join >> end
