"""StoreForecastFlow

Compiled by flowc from golden_tests/flows/nested_foreach_three.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/nested_foreach_three.py:StoreForecastFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "95b07509e84d23b1d0556cd2a7356f85ed58194155c81b0202e5ef4a6500c2c5",
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


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


def read_results(name, step, paths, run):
    """What each of these tasks of a step has left for the scheduler."""
    runs = ObjectStoragePath("s3://flowc/StoreForecastFlow/runs")

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
    dag_id="StoreForecastFlow",
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
    def region_group(path):
        KubernetesPodOperator(
            task_id="region",
            arguments=step("region", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )

    region_groups = region_group.expand(path=start_paths)

    region_paths = items_of.override(task_id="region_paths")("region", start_paths, RUN)
    region_groups >> region_paths

    @task_group
    def store_group(path):
        KubernetesPodOperator(
            task_id="store",
            arguments=step("store", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )

    store_groups = store_group.expand(path=region_paths)

    store_paths = items_of.override(task_id="store_paths")("store", region_paths, RUN)
    store_groups >> store_paths

    @task_group
    def forecast_group(path):
        KubernetesPodOperator(
            task_id="forecast",
            arguments=step("forecast", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )

    forecast_groups = forecast_group.expand(path=store_paths)

    @task_group
    def join_products_group(path):
        KubernetesPodOperator(
            task_id="join_products",
            arguments=step("join_products", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            trigger_rule="none_failed_min_one_success",
            **POD,
        )

    join_products_groups = join_products_group.expand(path=region_paths)
    [forecast_groups, store_paths] >> join_products_groups

    @task_group
    def join_stores_group(path):
        join_stores = KubernetesPodOperator(
            task_id="join_stores",
            arguments=step("join_stores", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            trigger_rule="none_failed_min_one_success",
            **POD,
        )

        round_up = KubernetesPodOperator(
            task_id="round_up",
            arguments=step("round_up", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )
        join_stores >> round_up

    join_stores_groups = join_stores_group.expand(path=start_paths)
    [join_products_groups, region_paths] >> join_stores_groups

    join_regions = KubernetesPodOperator(
        task_id="join_regions", arguments=step("join_regions"), env_vars=ENV, **POD
    )
    join_stores_groups >> join_regions

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.StoreForecastFlow.end")],
        **POD,
    )
    join_regions >> end
