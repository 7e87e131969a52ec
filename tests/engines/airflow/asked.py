"""Prints what the operators of files ask Kubernetes and Batch for, on this interpreter's Airflow.

`python asked.py FILE...` evaluates each file, which has a list `TASKS`, renders the operators in it
as a worker would, and prints a list of pods and requests in JSON, by the id of the task. It is
never imported: Airflow has an environment of its own.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import datetime, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

CONTEXT = {"run_id": "the run", "ds": "the day", "params": {}}
_ARGUMENTS = ("retries", "deferrable", "pool", "startup_timeout_seconds", "max_retries")


class FakeClient:
    """Batch's own client, as far as it takes requests, which it keeps."""

    def submit_job(self, **request: Any) -> dict[str, str]:
        self.request = request
        return {"jobId": "1"}


def asked(file: Path) -> dict[str, Any]:
    try:
        from airflow.sdk import DAG
    except ImportError:  # Airflow 2
        from airflow.models.dag import DAG
    names: dict[str, Any] = {}
    start = datetime(2020, 1, 1, tzinfo=timezone.utc)
    with DAG("requests", schedule=None, start_date=start, catchup=False) as dag:
        exec(compile(file.read_text(), file, "exec"), names)  # noqa: S102 - our own text
    made = {}
    for operator in names["TASKS"]:
        attempt = SimpleNamespace(
            dag_id=dag.dag_id,
            task_id=operator.task_id,
            map_index=-1,
            try_number=2,
            xcom_push=lambda **_: None,
        )
        context = {**CONTEXT, "dag": dag, "task": operator, "ti": attempt, "task_instance": attempt}
        operator.render_template_fields(context)
        made[operator.task_id] = {
            **(_pod if hasattr(operator, "cmds") else _request)(operator, context),
            "operator": {name: getattr(operator, name, None) for name in _ARGUMENTS},
            "retry_delay": operator.retry_delay.total_seconds(),
        }
    return made


def _pod(operator: Any, context: dict[str, Any]) -> dict[str, Any]:
    from kubernetes.client import ApiClient  # type: ignore[import-not-found]

    operator.hook = SimpleNamespace(is_in_cluster=False, get_namespace=lambda: "default")
    return {"pod": ApiClient().sanitize_for_serialization(operator.build_pod_request_obj(context))}


def _request(operator: Any, context: dict[str, Any]) -> dict[str, Any]:
    client = FakeClient()
    operator.hook = SimpleNamespace(
        client=client, conn_region_name="eu-west-1", conn_partition="aws"
    )
    operator.submit_job(context)
    return {"request": client.request}


if __name__ == "__main__":
    # What Airflow prints goes elsewhere.
    with os.fdopen(os.dup(1), "w") as stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        logging.disable(logging.CRITICAL)
        json.dump([asked(Path(file)) for file in sys.argv[1:]], stdout)
