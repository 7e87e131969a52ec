"""CrawlFlow

Compiled by flowc from golden_tests/flows/loop_in_foreach.py. Change the flow, not this file.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset, ObjectStoragePath, task, task_group
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task, task_group
    from airflow.exceptions import AirflowFailException
    from airflow.io.path import ObjectStoragePath
    from airflow.models.dag import DAG

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
PLANNER = {
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "trigger_rule": "none_failed_min_one_success",
}
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/loop_in_foreach.py:CrawlFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "74321c971440c22b88145b8c737043d656b22928bccc13676835255a2a1ed597",
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
    runs = ObjectStoragePath("s3://flowc/CrawlFlow/runs")

    def text(path):
        return (runs / run / step / path / "results" / name).read_text()

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(text, paths))


@task(**PLANNER)
def paths_chosen(switch, target, paths, run):
    """Those of the paths for which the switch has chosen this step."""
    choices = read_results("choice", switch, paths, run)
    return [path for path, choice in zip(paths, choices) if choice == target]


@task(**PLANNER)
def items_of(split, paths, run):
    """The paths of the tasks that these tasks of a step fan out to."""
    lists = read_results("paths", split, paths, run)
    return [path for text in lists for path in json.loads(text)]


@task(**PLANNER)
def paths_together(*lists):
    """All of the paths, in the order of the items."""
    paths = [path for some in lists for path in some]
    return sorted(paths, key=lambda path: [int(number) for number in path.split(".")])


@task(**PLANNER)
def paths_in_turn(paths, loops, number=None):
    """The paths, out of some loops, and in that turn of another."""
    entered = [] if number is None else [str(number)]
    return [".".join(path.split(".")[: -loops or None] + entered) for path in paths]


@task(**PLANNER)
def no_more_turns(loop, turns, paths):
    """Fails where a loop goes on after its last turn in this file."""
    if paths:
        raise AirflowFailException(
            f"The loop at {loop} goes on after {turns} turns: raise max-loop, and compile."
        )


with DAG(
    dag_id="CrawlFlow",
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
    def open_site_group(path):
        KubernetesPodOperator(
            task_id="open_site",
            arguments=step("open_site", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )

    open_site_groups = open_site_group.expand(path=start_paths)

    fetch_page_0_paths = paths_in_turn.override(task_id="fetch_page_0_paths")(
        start_paths, 0, 0
    )
    open_site_groups >> fetch_page_0_paths

    @task_group
    def fetch_page_0_group(path):
        KubernetesPodOperator(
            task_id="fetch_page",
            arguments=step("fetch_page", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )

    fetch_page_0_groups = fetch_page_0_group.expand(path=fetch_page_0_paths)
    open_site_groups >> fetch_page_0_groups

    fetch_page_0_to_fetch_page = paths_chosen.override(
        task_id="fetch_page_0_to_fetch_page"
    )("fetch_page", "fetch_page", fetch_page_0_paths, RUN)
    fetch_page_0_groups >> fetch_page_0_to_fetch_page

    fetch_page_0_to_close_site = paths_chosen.override(
        task_id="fetch_page_0_to_close_site"
    )("fetch_page", "close_site", fetch_page_0_paths, RUN)
    fetch_page_0_groups >> fetch_page_0_to_close_site

    left_0_paths = paths_in_turn.override(task_id="left_0_paths")(
        fetch_page_0_to_close_site, 1
    )

    fetch_page_1_paths = paths_in_turn.override(task_id="fetch_page_1_paths")(
        fetch_page_0_to_fetch_page, 1, 1
    )

    @task_group
    def fetch_page_1_group(path):
        KubernetesPodOperator(
            task_id="fetch_page",
            arguments=step("fetch_page", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )

    fetch_page_1_groups = fetch_page_1_group.expand(path=fetch_page_1_paths)
    fetch_page_0_to_fetch_page >> fetch_page_1_groups

    fetch_page_1_to_fetch_page = paths_chosen.override(
        task_id="fetch_page_1_to_fetch_page"
    )("fetch_page", "fetch_page", fetch_page_1_paths, RUN)
    fetch_page_1_groups >> fetch_page_1_to_fetch_page

    fetch_page_1_to_close_site = paths_chosen.override(
        task_id="fetch_page_1_to_close_site"
    )("fetch_page", "close_site", fetch_page_1_paths, RUN)
    fetch_page_1_groups >> fetch_page_1_to_close_site

    left_1_paths = paths_in_turn.override(task_id="left_1_paths")(
        fetch_page_1_to_close_site, 1
    )

    fetch_page_2_paths = paths_in_turn.override(task_id="fetch_page_2_paths")(
        fetch_page_1_to_fetch_page, 1, 2
    )

    @task_group
    def fetch_page_2_group(path):
        KubernetesPodOperator(
            task_id="fetch_page",
            arguments=step("fetch_page", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )

    fetch_page_2_groups = fetch_page_2_group.expand(path=fetch_page_2_paths)
    fetch_page_1_to_fetch_page >> fetch_page_2_groups

    fetch_page_2_to_fetch_page = paths_chosen.override(
        task_id="fetch_page_2_to_fetch_page"
    )("fetch_page", "fetch_page", fetch_page_2_paths, RUN)
    fetch_page_2_groups >> fetch_page_2_to_fetch_page

    fetch_page_2_to_close_site = paths_chosen.override(
        task_id="fetch_page_2_to_close_site"
    )("fetch_page", "close_site", fetch_page_2_paths, RUN)
    fetch_page_2_groups >> fetch_page_2_to_close_site

    left_2_paths = paths_in_turn.override(task_id="left_2_paths")(
        fetch_page_2_to_close_site, 1
    )

    fetch_page_no_more = no_more_turns.override(task_id="fetch_page_no_more")(
        "fetch_page", 3, fetch_page_2_to_fetch_page
    )

    left_0_paths_together = paths_together.override(task_id="left_0_paths_together")(
        left_0_paths, left_1_paths, left_2_paths
    )

    @task_group
    def close_site_group(path):
        KubernetesPodOperator(
            task_id="close_site",
            arguments=step("close_site", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            trigger_rule="none_failed_min_one_success",
            **POD,
        )

    close_site_groups = close_site_group.expand(path=left_0_paths_together)
    [fetch_page_0_to_close_site, fetch_page_1_to_close_site] >> close_site_groups
    [fetch_page_2_to_close_site, fetch_page_no_more] >> close_site_groups

    join = KubernetesPodOperator(
        task_id="join", arguments=step("join"), env_vars=ENV, **POD
    )
    close_site_groups >> join

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.CrawlFlow.end")],
        **POD,
    )
    join >> end
