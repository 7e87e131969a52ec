"""SimulationFlow

Compiled by flowc from golden_tests/flows/gang_from_artifact.py. Change the flow, not this file.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset, ObjectStoragePath, task, task_group
    from airflow.sdk.definitions.param import Param
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task, task_group
    from airflow.io.path import ObjectStoragePath
    from airflow.models.dag import DAG
    from airflow.models.param import Param

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
PLANNER = {
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "trigger_rule": "none_failed_min_one_success",
}
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/gang_from_artifact.py:SimulationFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "9375a23fce49d8db84dca6f72e73c1ead62cba386d28969a115bb55eaab3c113",
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
PARAMETERS = "{{ dict(params.items() | selectattr(0, 'in', dag.params)) | tojson | replace('$', '\\\\u0024') }}"


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


def read_results(name, step, paths, run):
    """What each of these tasks of a step has left for the scheduler."""
    runs = ObjectStoragePath("s3://flowc/SimulationFlow/runs")

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
    dag_id="SimulationFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
    params={"nodes": Param(3, type="integer")},
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={**ENV, "FLOWC_PARAMETERS": PARAMETERS},
        **POD,
    )

    start_paths = items_of.override(task_id="start_paths")("start", ["-"], RUN)
    start >> start_paths

    @task_group
    def simulate_group(path):
        KubernetesPodOperator(
            task_id="simulate",
            arguments=step("simulate", path),
            env_vars={**ENV, "FLOWC_GANG_PORT": "29500", "FLOWC_GANG_TIMEOUT": "600"},
            pod_runtime_info_envs=[
                k8s.V1EnvVar(
                    name="FLOWC_GANG_ADDRESS",
                    value_from=k8s.V1EnvVarSource(
                        field_ref=k8s.V1ObjectFieldSelector(field_path="status.podIP")
                    ),
                )
            ],
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )

    simulate_groups = simulate_group.expand(path=start_paths)

    join = KubernetesPodOperator(
        task_id="join", arguments=step("join"), env_vars=ENV, **POD
    )
    simulate_groups >> join

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.SimulationFlow.end")],
        **POD,
    )
    join >> end
