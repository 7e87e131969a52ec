"""RefreshFlow

Compiled by flowc from golden_tests/flows/trigger_events.py. Change the flow, not this file.
"""

import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

try:
    from airflow.sdk import DAG, Asset
    from airflow.sdk.definitions.param import Param
except ImportError:  # Airflow 2
    from airflow.datasets import Dataset as Asset
    from airflow.models.dag import DAG
    from airflow.models.param import Param

RUN = "airflow-{{ run_id | urlencode | replace('.', '%2E') | replace('~', '%7E') | replace('/', '%2F') | replace('%', '.') }}"
ENV = {
    "FLOWC_FLOW": "golden_tests/flows/trigger_events.py:RefreshFlow",
    "FLOWC_RUN": RUN,
    "FLOWC_DATASTORE": "s3://flowc",
    "FLOWC_RESULTS": "@datastore",
    "FLOWC_PACKAGE": "ea560c8cc78df856f6103192fb640cc4504993695ec3f5b02c3502441b64ccca",
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
EVENT_FIELDS = {
    "table.updated": {"table": "table_name", "rows": "row_count"},
    "model.approved": {"model": "model", "approved_by": "user"},
}
PARAMETERS = "{{ dict(with_events(params, triggering_asset_events | default(triggering_dataset_events)).items() | selectattr(0, 'in', dag.params)) | tojson | replace('$', '\\\\u0024') }}"


def step(name, path="-"):
    """The arguments with which flowc's runtime runs a task of a step."""
    attempt = ["--attempt", "{{ ti.try_number - 1 }}"]
    # Of a task that somebody has cleared Airflow counts the tries on: these begin here.
    first = ["--first", "{{ [ti.max_tries - task.retries, 0] | max }}"]
    return ["step", name, "--path", path, *attempt, *first]


def with_events(params, events):
    """The parameters of a run, with what the newest event of each name says on top."""
    given = dict(params)
    for asset, come in events.items():
        # Airflow 2 has the name of the asset in its place.
        fields = EVENT_FIELDS.get(getattr(asset, "name", asset), {})
        extra = max(come, key=lambda event: event.timestamp).extra or {}
        given.update({name: extra[key] for name, key in fields.items() if key in extra})
    return given


with DAG(
    dag_id="RefreshFlow",
    schedule=[Asset("table.updated"), Asset("model.approved")],
    start_date=pendulum.datetime(2020, 1, 1),
    catchup=False,
    default_args={"retries": 0},
    params={
        "table": Param("sales", type="string"),
        "rows": Param(0, type="integer"),
        "model": Param(None, type=["null", "string"]),
        "approved_by": Param("nobody", type="string"),
    },
    user_defined_macros={"with_events": with_events},
):
    start = KubernetesPodOperator(
        task_id="start",
        arguments=step("start"),
        env_vars={**ENV, "FLOWC_PARAMETERS": PARAMETERS},
        **POD,
    )

    end = KubernetesPodOperator(
        task_id="end",
        arguments=step("end"),
        env_vars=ENV,
        outlets=[Asset("metaflow.RefreshFlow.end")],
        **POD,
    )
    start >> end
