"""HookedFlow

Compiled by flowc from golden_tests/flows/exit_hooks.py. Change the flow, not this file.
"""

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.models.dag import DAG

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/exit_hooks.py:HookedFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "47f167816e78c1aa8a93076176d9a93993833cbfe4b467ee20c1988b754c2842",
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
HOOK_1_POD = {**POD, "image": "python:3.12-alpine"}


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


with DAG(
    dag_id="HookedFlow",
    schedule=None,
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
):
    start = KubernetesPodOperator(
        task_id="start", arguments=step("start"), env_vars=ENV, **POD
    )

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.HookedFlow.end")],
        **POD,
    )
    start >> end

    run_succeeded = EmptyOperator(task_id="run_succeeded")
    end >> run_succeeded

    run_failed = EmptyOperator(task_id="run_failed", trigger_rule="all_failed")
    end >> run_failed

    on_success_announce = KubernetesPodOperator(
        task_id="on_success_announce",
        arguments=["hook", "announce"],
        env_vars={**ENV, "FLOWC_RUN_STATUS": "success"},
        **POD,
    ).as_teardown(setups=run_succeeded)
    end >> on_success_announce

    on_success_count_success = KubernetesPodOperator(
        task_id="on_success_count_success",
        arguments=["hook", "count_success"],
        env_vars={**ENV, "FLOWC_RUN_STATUS": "success"},
        **POD,
    ).as_teardown(setups=run_succeeded)
    end >> on_success_count_success

    on_error_page_someone = KubernetesPodOperator(
        task_id="on_error_page_someone",
        arguments=["hook", "page_someone"],
        env_vars={**ENV, "FLOWC_RUN_STATUS": "failed"},
        **POD,
    ).as_teardown(setups=run_failed)
    end >> on_error_page_someone

    on_error_page_someone_2 = KubernetesPodOperator(
        task_id="on_error_page_someone_2",
        arguments=["hook", "page_someone"],
        env_vars={**ENV, "FLOWC_RUN_STATUS": "failed"},
        **HOOK_1_POD,
    ).as_teardown(setups=run_failed)
    end >> on_error_page_someone_2
