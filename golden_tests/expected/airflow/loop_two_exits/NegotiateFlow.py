"""NegotiateFlow

Compiled by flowc from golden_tests/flows/loop_two_exits.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/loop_two_exits.py:NegotiateFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "1d16e9e84b62434f0540465443289ccc0475c191ad8c5b97cf8b4e1c49ea2f96",
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
    runs = ObjectStoragePath("s3://flowc/NegotiateFlow/runs")

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
    dag_id="NegotiateFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    bargain_0 = KubernetesPodOperator(
        task_id="bargain_0", arguments=step("bargain", "0"), env_vars=ENV, **POD
    )
    start >> bargain_0

    bargain_0_to_bargain = only_if.override(task_id="bargain_0_to_bargain")(
        "bargain", "bargain", "0", RUN
    )
    bargain_0 >> bargain_0_to_bargain

    bargain_0_to_sign = only_if.override(task_id="bargain_0_to_sign")(
        "bargain", "sign", "0", RUN
    )
    bargain_0 >> bargain_0_to_sign

    sign_0 = KubernetesPodOperator(
        task_id="sign_0", arguments=step("sign", "0"), env_vars=ENV, **POD
    )
    bargain_0_to_sign >> sign_0

    bargain_0_to_walk_away = only_if.override(task_id="bargain_0_to_walk_away")(
        "bargain", "walk_away", "0", RUN
    )
    bargain_0 >> bargain_0_to_walk_away

    walk_away_0 = KubernetesPodOperator(
        task_id="walk_away_0", arguments=step("walk_away", "0"), env_vars=ENV, **POD
    )
    bargain_0_to_walk_away >> walk_away_0

    bargain_1 = KubernetesPodOperator(
        task_id="bargain_1", arguments=step("bargain", "1"), env_vars=ENV, **POD
    )
    bargain_0_to_bargain >> bargain_1

    bargain_1_to_bargain = only_if.override(task_id="bargain_1_to_bargain")(
        "bargain", "bargain", "1", RUN
    )
    bargain_1 >> bargain_1_to_bargain

    bargain_1_to_sign = only_if.override(task_id="bargain_1_to_sign")(
        "bargain", "sign", "1", RUN
    )
    bargain_1 >> bargain_1_to_sign

    sign_1 = KubernetesPodOperator(
        task_id="sign_1", arguments=step("sign", "1"), env_vars=ENV, **POD
    )
    bargain_1_to_sign >> sign_1

    bargain_1_to_walk_away = only_if.override(task_id="bargain_1_to_walk_away")(
        "bargain", "walk_away", "1", RUN
    )
    bargain_1 >> bargain_1_to_walk_away

    walk_away_1 = KubernetesPodOperator(
        task_id="walk_away_1", arguments=step("walk_away", "1"), env_vars=ENV, **POD
    )
    bargain_1_to_walk_away >> walk_away_1

    bargain_2 = KubernetesPodOperator(
        task_id="bargain_2", arguments=step("bargain", "2"), env_vars=ENV, **POD
    )
    bargain_1_to_bargain >> bargain_2

    bargain_2_to_bargain = only_if.override(task_id="bargain_2_to_bargain")(
        "bargain", "bargain", "2", RUN
    )
    bargain_2 >> bargain_2_to_bargain

    bargain_2_to_sign = only_if.override(task_id="bargain_2_to_sign")(
        "bargain", "sign", "2", RUN
    )
    bargain_2 >> bargain_2_to_sign

    sign_2 = KubernetesPodOperator(
        task_id="sign_2", arguments=step("sign", "2"), env_vars=ENV, **POD
    )
    bargain_2_to_sign >> sign_2

    bargain_2_to_walk_away = only_if.override(task_id="bargain_2_to_walk_away")(
        "bargain", "walk_away", "2", RUN
    )
    bargain_2 >> bargain_2_to_walk_away

    walk_away_2 = KubernetesPodOperator(
        task_id="walk_away_2", arguments=step("walk_away", "2"), env_vars=ENV, **POD
    )
    bargain_2_to_walk_away >> walk_away_2

    bargain_no_more = no_more_turns.override(task_id="bargain_no_more")(
        "bargain", 3, ["-"]
    )
    bargain_2_to_bargain >> bargain_no_more

    file = KubernetesPodOperator(
        task_id="file",
        arguments=step("file"),
        env_vars=ENV,
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [sign_0, walk_away_0, sign_1, walk_away_1, sign_2, walk_away_2] >> file
    bargain_no_more >> file

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.NegotiateFlow.end")],
        **POD,
    )
    file >> end
