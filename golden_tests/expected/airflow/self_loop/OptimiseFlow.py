"""OptimiseFlow

Compiled by flowc from golden_tests/flows/self_loop.py. Change the flow, not this file.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset, ObjectStoragePath, task
    from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task
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
    "FLOWC_FLOW": "golden_tests/flows/self_loop.py:OptimiseFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "05018f51dcf06ac32e981d23f3a5d4110d496262671425bfe6ff6050e838c24a",
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
    runs = ObjectStoragePath("s3://flowc/OptimiseFlow/runs")

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
def no_more_turns(loop, turns, paths):
    """Fails where a loop goes on after its last turn in this file."""
    if paths:
        raise AirflowFailException(
            f"The loop at {loop} goes on after {turns} turns: raise max-loop, and compile."
        )


with DAG(
    dag_id="OptimiseFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    improve_0 = KubernetesPodOperator(
        task_id="improve_0", arguments=step("improve", "0"), env_vars=ENV, **POD
    )
    start >> improve_0

    improve_0_to_improve = only_if.override(task_id="improve_0_to_improve")(
        "improve", "improve", "0", RUN
    )
    improve_0 >> improve_0_to_improve

    improve_0_to_end = only_if.override(task_id="improve_0_to_end")(
        "improve", "end", "0", RUN
    )
    improve_0 >> improve_0_to_end

    improve_1 = KubernetesPodOperator(
        task_id="improve_1", arguments=step("improve", "1"), env_vars=ENV, **POD
    )
    improve_0_to_improve >> improve_1

    improve_1_to_improve = only_if.override(task_id="improve_1_to_improve")(
        "improve", "improve", "1", RUN
    )
    improve_1 >> improve_1_to_improve

    improve_1_to_end = only_if.override(task_id="improve_1_to_end")(
        "improve", "end", "1", RUN
    )
    improve_1 >> improve_1_to_end

    improve_2 = KubernetesPodOperator(
        task_id="improve_2", arguments=step("improve", "2"), env_vars=ENV, **POD
    )
    improve_1_to_improve >> improve_2

    improve_2_to_improve = only_if.override(task_id="improve_2_to_improve")(
        "improve", "improve", "2", RUN
    )
    improve_2 >> improve_2_to_improve

    improve_2_to_end = only_if.override(task_id="improve_2_to_end")(
        "improve", "end", "2", RUN
    )
    improve_2 >> improve_2_to_end

    improve_no_more = no_more_turns.override(task_id="improve_no_more")(
        "improve", 3, ["-"]
    )
    improve_2_to_improve >> improve_no_more

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.OptimiseFlow.end")],
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [improve_0_to_end, improve_1_to_end, improve_2_to_end, improve_no_more] >> end
