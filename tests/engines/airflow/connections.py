"""What an Airflow that runs here has in its environment: connections, and what its workers may."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tests.engines.airflow.pod_api import kube_config


def connections(cluster: str, store: Mapping[str, str]) -> dict[str, str]:
    """To a cluster, by its URL, and to the S3 that some variables lead to.

    An `ObjectStoragePath` without a connection is read with what the worker itself may: not by
    `aws_default`, as all hooks are.
    """
    config = json.dumps(kube_config(cluster))
    kubernetes = _connection("kubernetes", kube_config=config)
    found = {**store, "AIRFLOW_CONN_KUBERNETES_DEFAULT": kubernetes}
    if "AWS_ENDPOINT_URL" in store:
        found["AIRFLOW_CONN_AWS_DEFAULT"] = _connection(
            "aws",
            login=store["AWS_ACCESS_KEY_ID"],
            password=store["AWS_SECRET_ACCESS_KEY"],
            endpoint_url=store["AWS_ENDPOINT_URL"],
            region_name=store["AWS_DEFAULT_REGION"],
        )
    return found


def _connection(kind: str, login: str = "", password: str = "", **extra: str) -> str:
    return json.dumps({"conn_type": kind, "login": login, "password": password, "extra": extra})
