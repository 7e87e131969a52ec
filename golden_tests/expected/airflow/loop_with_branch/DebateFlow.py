"""DebateFlow

Compiled by flowc from golden_tests/flows/loop_with_branch.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/loop_with_branch.py:DebateFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "cc8d78f79091fcdf4c5c6b847517f65f2d746a4c0f3726f16f211983c22141b1",
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
    runs = ObjectStoragePath("s3://flowc/DebateFlow/runs")

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
    dag_id="DebateFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    open_turn_0 = KubernetesPodOperator(
        task_id="open_turn_0", arguments=step("open_turn", "0"), env_vars=ENV, **POD
    )
    start >> open_turn_0

    open_turn_0_to_judge = only_if.override(task_id="open_turn_0_to_judge")(
        "open_turn", "judge", "0", RUN
    )
    open_turn_0 >> open_turn_0_to_judge

    open_turn_0_to_speak = only_if.override(task_id="open_turn_0_to_speak")(
        "open_turn", "speak", "0", RUN
    )
    open_turn_0 >> open_turn_0_to_speak

    speak_0 = KubernetesPodOperator(
        task_id="speak_0", arguments=step("speak", "0"), env_vars=ENV, **POD
    )
    open_turn_0_to_speak >> speak_0

    argue_for_0 = KubernetesPodOperator(
        task_id="argue_for_0", arguments=step("argue_for", "0"), env_vars=ENV, **POD
    )
    speak_0 >> argue_for_0

    argue_against_0 = KubernetesPodOperator(
        task_id="argue_against_0",
        arguments=step("argue_against", "0"),
        env_vars=ENV,
        **POD,
    )
    speak_0 >> argue_against_0

    listen_0 = KubernetesPodOperator(
        task_id="listen_0", arguments=step("listen", "0"), env_vars=ENV, **POD
    )
    [argue_for_0, argue_against_0] >> listen_0

    open_turn_1 = KubernetesPodOperator(
        task_id="open_turn_1", arguments=step("open_turn", "1"), env_vars=ENV, **POD
    )
    listen_0 >> open_turn_1

    open_turn_1_to_judge = only_if.override(task_id="open_turn_1_to_judge")(
        "open_turn", "judge", "1", RUN
    )
    open_turn_1 >> open_turn_1_to_judge

    open_turn_1_to_speak = only_if.override(task_id="open_turn_1_to_speak")(
        "open_turn", "speak", "1", RUN
    )
    open_turn_1 >> open_turn_1_to_speak

    speak_1 = KubernetesPodOperator(
        task_id="speak_1", arguments=step("speak", "1"), env_vars=ENV, **POD
    )
    open_turn_1_to_speak >> speak_1

    argue_for_1 = KubernetesPodOperator(
        task_id="argue_for_1", arguments=step("argue_for", "1"), env_vars=ENV, **POD
    )
    speak_1 >> argue_for_1

    argue_against_1 = KubernetesPodOperator(
        task_id="argue_against_1",
        arguments=step("argue_against", "1"),
        env_vars=ENV,
        **POD,
    )
    speak_1 >> argue_against_1

    listen_1 = KubernetesPodOperator(
        task_id="listen_1", arguments=step("listen", "1"), env_vars=ENV, **POD
    )
    [argue_for_1, argue_against_1] >> listen_1

    open_turn_2 = KubernetesPodOperator(
        task_id="open_turn_2", arguments=step("open_turn", "2"), env_vars=ENV, **POD
    )
    listen_1 >> open_turn_2

    open_turn_2_to_judge = only_if.override(task_id="open_turn_2_to_judge")(
        "open_turn", "judge", "2", RUN
    )
    open_turn_2 >> open_turn_2_to_judge

    open_turn_2_to_speak = only_if.override(task_id="open_turn_2_to_speak")(
        "open_turn", "speak", "2", RUN
    )
    open_turn_2 >> open_turn_2_to_speak

    speak_2 = KubernetesPodOperator(
        task_id="speak_2", arguments=step("speak", "2"), env_vars=ENV, **POD
    )
    open_turn_2_to_speak >> speak_2

    argue_for_2 = KubernetesPodOperator(
        task_id="argue_for_2", arguments=step("argue_for", "2"), env_vars=ENV, **POD
    )
    speak_2 >> argue_for_2

    argue_against_2 = KubernetesPodOperator(
        task_id="argue_against_2",
        arguments=step("argue_against", "2"),
        env_vars=ENV,
        **POD,
    )
    speak_2 >> argue_against_2

    listen_2 = KubernetesPodOperator(
        task_id="listen_2", arguments=step("listen", "2"), env_vars=ENV, **POD
    )
    [argue_for_2, argue_against_2] >> listen_2

    open_turn_no_more = no_more_turns.override(task_id="open_turn_no_more")(
        "open_turn", 3, ["-"]
    )
    listen_2 >> open_turn_no_more

    judge = KubernetesPodOperator(
        task_id="judge",
        arguments=step("judge"),
        env_vars=ENV,
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [open_turn_0_to_judge, open_turn_1_to_judge, open_turn_2_to_judge] >> judge
    open_turn_no_more >> judge

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.DebateFlow.end")],
        **POD,
    )
    judge >> end
