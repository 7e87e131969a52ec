"""PopulationFlow

Compiled by flowc from golden_tests/flows/loop_with_foreach.py. Change the flow, not this file.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset, ObjectStoragePath, task, task_group
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task, task_group
    from airflow.exceptions import AirflowFailException, AirflowSkipException
    from airflow.io.path import ObjectStoragePath
    from airflow.models.dag import DAG

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
PLANNER = {
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "trigger_rule": "none_failed_min_one_success",
}
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/loop_with_foreach.py:PopulationFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "883a84e3c4c6f96b0df8ea66fca5823b9f1e846b3a1942daf1efd68968a58a57",
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
    runs = ObjectStoragePath("s3://flowc/PopulationFlow/runs")

    def text(path):
        return (runs / run / step / path / "results" / name).read_text()

    with ThreadPoolExecutor(16) as pool:
        return list(pool.map(text, paths))


@task(**PLANNER)
def only_if(switch, target, path, run):
    """Skips what comes after it unless the switch has chosen this step."""
    choice = read_results("choice", switch, [path], run)[0]
    if choice != target:
        raise AirflowSkipException(f"{switch} has chosen {choice}.")


@task(**PLANNER)
def items_of(split, paths, run):
    """The paths of the tasks that these tasks of a step fan out to."""
    lists = read_results("paths", split, paths, run)
    return [path for text in lists for path in json.loads(text)]


@task(**PLANNER)
def no_more_turns(loop, turns, paths):
    """Fails where a loop goes on after its last turn in this file."""
    if paths:
        raise AirflowFailException(
            f"The loop at {loop} goes on after {turns} turns: raise max-loop, and compile."
        )


with DAG(
    dag_id="PopulationFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    breed_0 = KubernetesPodOperator(
        task_id="breed_0", arguments=step("breed", "0"), env_vars=ENV, **POD
    )
    start >> breed_0

    breed_0_paths = items_of.override(task_id="breed_0_paths")("breed", ["0"], RUN)
    breed_0 >> breed_0_paths

    @task_group
    def mutate_0_group(path):
        KubernetesPodOperator(
            task_id="mutate",
            arguments=step("mutate", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )

    mutate_0_groups = mutate_0_group.expand(path=breed_0_paths)

    select_0 = KubernetesPodOperator(
        task_id="select_0", arguments=step("select", "0"), env_vars=ENV, **POD
    )
    mutate_0_groups >> select_0

    decide_0 = KubernetesPodOperator(
        task_id="decide_0", arguments=step("decide", "0"), env_vars=ENV, **POD
    )
    select_0 >> decide_0

    decide_0_to_end = only_if.override(task_id="decide_0_to_end")(
        "decide", "end", "0", RUN
    )
    decide_0 >> decide_0_to_end

    decide_0_to_breed = only_if.override(task_id="decide_0_to_breed")(
        "decide", "breed", "0", RUN
    )
    decide_0 >> decide_0_to_breed

    breed_1 = KubernetesPodOperator(
        task_id="breed_1", arguments=step("breed", "1"), env_vars=ENV, **POD
    )
    decide_0_to_breed >> breed_1

    breed_1_paths = items_of.override(task_id="breed_1_paths")("breed", ["1"], RUN)
    breed_1 >> breed_1_paths

    @task_group
    def mutate_1_group(path):
        KubernetesPodOperator(
            task_id="mutate",
            arguments=step("mutate", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )

    mutate_1_groups = mutate_1_group.expand(path=breed_1_paths)

    select_1 = KubernetesPodOperator(
        task_id="select_1", arguments=step("select", "1"), env_vars=ENV, **POD
    )
    mutate_1_groups >> select_1

    decide_1 = KubernetesPodOperator(
        task_id="decide_1", arguments=step("decide", "1"), env_vars=ENV, **POD
    )
    select_1 >> decide_1

    decide_1_to_end = only_if.override(task_id="decide_1_to_end")(
        "decide", "end", "1", RUN
    )
    decide_1 >> decide_1_to_end

    decide_1_to_breed = only_if.override(task_id="decide_1_to_breed")(
        "decide", "breed", "1", RUN
    )
    decide_1 >> decide_1_to_breed

    breed_2 = KubernetesPodOperator(
        task_id="breed_2", arguments=step("breed", "2"), env_vars=ENV, **POD
    )
    decide_1_to_breed >> breed_2

    breed_2_paths = items_of.override(task_id="breed_2_paths")("breed", ["2"], RUN)
    breed_2 >> breed_2_paths

    @task_group
    def mutate_2_group(path):
        KubernetesPodOperator(
            task_id="mutate",
            arguments=step("mutate", path),
            env_vars=ENV,
            map_index_template="{{ task.arguments[3] }}",
            **POD,
        )

    mutate_2_groups = mutate_2_group.expand(path=breed_2_paths)

    select_2 = KubernetesPodOperator(
        task_id="select_2", arguments=step("select", "2"), env_vars=ENV, **POD
    )
    mutate_2_groups >> select_2

    decide_2 = KubernetesPodOperator(
        task_id="decide_2", arguments=step("decide", "2"), env_vars=ENV, **POD
    )
    select_2 >> decide_2

    decide_2_to_end = only_if.override(task_id="decide_2_to_end")(
        "decide", "end", "2", RUN
    )
    decide_2 >> decide_2_to_end

    decide_2_to_breed = only_if.override(task_id="decide_2_to_breed")(
        "decide", "breed", "2", RUN
    )
    decide_2 >> decide_2_to_breed

    breed_no_more = no_more_turns.override(task_id="breed_no_more")("breed", 3, ["-"])
    decide_2_to_breed >> breed_no_more

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.PopulationFlow.end")],
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [decide_0_to_end, decide_1_to_end, decide_2_to_end, breed_no_more] >> end
