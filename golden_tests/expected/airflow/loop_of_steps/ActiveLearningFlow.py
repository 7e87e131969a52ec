"""ActiveLearningFlow

Compiled by flowc from golden_tests/flows/loop_of_steps.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/loop_of_steps.py:ActiveLearningFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "3e017640858c82bc941754917eeb39b1501f044fa3a1cff2f21c605ff2490712",
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
    runs = ObjectStoragePath("s3://flowc/ActiveLearningFlow/runs")

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
    dag_id="ActiveLearningFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    train_0 = KubernetesPodOperator(
        task_id="train_0", arguments=step("train", "0"), env_vars=ENV, **POD
    )
    start >> train_0

    evaluate_0 = KubernetesPodOperator(
        task_id="evaluate_0", arguments=step("evaluate", "0"), env_vars=ENV, **POD
    )
    train_0 >> evaluate_0

    evaluate_0_to_label_more = only_if.override(task_id="evaluate_0_to_label_more")(
        "evaluate", "label_more", "0", RUN
    )
    evaluate_0 >> evaluate_0_to_label_more

    label_more_0 = KubernetesPodOperator(
        task_id="label_more_0", arguments=step("label_more", "0"), env_vars=ENV, **POD
    )
    evaluate_0_to_label_more >> label_more_0

    evaluate_0_to_publish = only_if.override(task_id="evaluate_0_to_publish")(
        "evaluate", "publish", "0", RUN
    )
    evaluate_0 >> evaluate_0_to_publish

    train_1 = KubernetesPodOperator(
        task_id="train_1", arguments=step("train", "1"), env_vars=ENV, **POD
    )
    label_more_0 >> train_1

    evaluate_1 = KubernetesPodOperator(
        task_id="evaluate_1", arguments=step("evaluate", "1"), env_vars=ENV, **POD
    )
    train_1 >> evaluate_1

    evaluate_1_to_label_more = only_if.override(task_id="evaluate_1_to_label_more")(
        "evaluate", "label_more", "1", RUN
    )
    evaluate_1 >> evaluate_1_to_label_more

    label_more_1 = KubernetesPodOperator(
        task_id="label_more_1", arguments=step("label_more", "1"), env_vars=ENV, **POD
    )
    evaluate_1_to_label_more >> label_more_1

    evaluate_1_to_publish = only_if.override(task_id="evaluate_1_to_publish")(
        "evaluate", "publish", "1", RUN
    )
    evaluate_1 >> evaluate_1_to_publish

    train_2 = KubernetesPodOperator(
        task_id="train_2", arguments=step("train", "2"), env_vars=ENV, **POD
    )
    label_more_1 >> train_2

    evaluate_2 = KubernetesPodOperator(
        task_id="evaluate_2", arguments=step("evaluate", "2"), env_vars=ENV, **POD
    )
    train_2 >> evaluate_2

    evaluate_2_to_label_more = only_if.override(task_id="evaluate_2_to_label_more")(
        "evaluate", "label_more", "2", RUN
    )
    evaluate_2 >> evaluate_2_to_label_more

    label_more_2 = KubernetesPodOperator(
        task_id="label_more_2", arguments=step("label_more", "2"), env_vars=ENV, **POD
    )
    evaluate_2_to_label_more >> label_more_2

    evaluate_2_to_publish = only_if.override(task_id="evaluate_2_to_publish")(
        "evaluate", "publish", "2", RUN
    )
    evaluate_2 >> evaluate_2_to_publish

    train_no_more = no_more_turns.override(task_id="train_no_more")("train", 3, ["-"])
    label_more_2 >> train_no_more

    publish = KubernetesPodOperator(
        task_id="publish",
        arguments=step("publish"),
        env_vars=ENV,
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [evaluate_0_to_publish, evaluate_1_to_publish, evaluate_2_to_publish] >> publish
    train_no_more >> publish

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.ActiveLearningFlow.end")],
        **POD,
    )
    publish >> end
