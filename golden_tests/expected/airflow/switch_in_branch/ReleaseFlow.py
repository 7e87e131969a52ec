"""ReleaseFlow

Compiled by flowc from golden_tests/flows/switch_in_branch.py. Change the flow, not this file.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset, ObjectStoragePath, task
    from airflow.sdk.exceptions import AirflowSkipException
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.decorators import task
    from airflow.exceptions import AirflowSkipException
    from airflow.io.path import ObjectStoragePath
    from airflow.models.dag import DAG

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
PLANNER = {
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "trigger_rule": "none_failed_min_one_success",
}
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/switch_in_branch.py:ReleaseFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "942f83bca6198dbc9ff2fd34fff498badea4c5967295e87d66fe09848de23f6c",
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
    runs = ObjectStoragePath("s3://flowc/ReleaseFlow/runs")

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


with DAG(
    dag_id="ReleaseFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    check_tests = KubernetesPodOperator(
        task_id="check_tests", arguments=step("check_tests"), env_vars=ENV, **POD
    )
    start >> check_tests

    check_tests_to_run_again = only_if.override(task_id="check_tests_to_run_again")(
        "check_tests", "run_again", "-", RUN
    )
    check_tests >> check_tests_to_run_again

    run_again = KubernetesPodOperator(
        task_id="run_again", arguments=step("run_again"), env_vars=ENV, **POD
    )
    check_tests_to_run_again >> run_again

    check_tests_to_accept = only_if.override(task_id="check_tests_to_accept")(
        "check_tests", "accept", "-", RUN
    )
    check_tests >> check_tests_to_accept

    accept = KubernetesPodOperator(
        task_id="accept", arguments=step("accept"), env_vars=ENV, **POD
    )
    check_tests_to_accept >> accept

    tests_done = KubernetesPodOperator(
        task_id="tests_done",
        arguments=step("tests_done"),
        env_vars=ENV,
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [run_again, accept] >> tests_done

    write_notes = KubernetesPodOperator(
        task_id="write_notes", arguments=step("write_notes"), env_vars=ENV, **POD
    )
    start >> write_notes

    join = KubernetesPodOperator(
        task_id="join", arguments=step("join"), env_vars=ENV, **POD
    )
    [tests_done, write_notes] >> join

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.ReleaseFlow.end")],
        **POD,
    )
    join >> end
