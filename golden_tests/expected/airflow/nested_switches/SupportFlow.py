"""SupportFlow

Compiled by flowc from golden_tests/flows/nested_switches.py. Change the flow, not this file.
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
    "FLOWC_FLOW": "golden_tests/flows/nested_switches.py:SupportFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "6afed37c1b56b9aa0fe664645cb41c1dca83e418117ca52de24fa2cd8e60a778",
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
    runs = ObjectStoragePath("s3://flowc/SupportFlow/runs")

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
    dag_id="SupportFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    start_to_english = only_if.override(task_id="start_to_english")(
        "start", "english", "-", RUN
    )
    start >> start_to_english

    english = KubernetesPodOperator(
        task_id="english", arguments=step("english"), env_vars=ENV, **POD
    )
    start_to_english >> english

    english_to_billing = only_if.override(task_id="english_to_billing")(
        "english", "billing", "-", RUN
    )
    english >> english_to_billing

    billing = KubernetesPodOperator(
        task_id="billing", arguments=step("billing"), env_vars=ENV, **POD
    )
    english_to_billing >> billing

    english_to_general = only_if.override(task_id="english_to_general")(
        "english", "general", "-", RUN
    )
    english >> english_to_general

    general = KubernetesPodOperator(
        task_id="general", arguments=step("general"), env_vars=ENV, **POD
    )
    english_to_general >> general

    polish = KubernetesPodOperator(
        task_id="polish",
        arguments=step("polish"),
        env_vars=ENV,
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [billing, general] >> polish

    start_to_finnish = only_if.override(task_id="start_to_finnish")(
        "start", "finnish", "-", RUN
    )
    start >> start_to_finnish

    finnish = KubernetesPodOperator(
        task_id="finnish", arguments=step("finnish"), env_vars=ENV, **POD
    )
    start_to_finnish >> finnish

    review = KubernetesPodOperator(
        task_id="review",
        arguments=step("review"),
        env_vars=ENV,
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [polish, finnish] >> review

    review_to_shorten = only_if.override(task_id="review_to_shorten")(
        "review", "shorten", "-", RUN
    )
    review >> review_to_shorten

    shorten = KubernetesPodOperator(
        task_id="shorten", arguments=step("shorten"), env_vars=ENV, **POD
    )
    review_to_shorten >> shorten

    review_to_send = only_if.override(task_id="review_to_send")(
        "review", "send", "-", RUN
    )
    review >> review_to_send

    send = KubernetesPodOperator(
        task_id="send",
        arguments=step("send"),
        env_vars=ENV,
        trigger_rule="none_failed_min_one_success",
        **POD,
    )
    [shorten, review_to_send] >> send

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.SupportFlow.end")],
        **POD,
    )
    send >> end
