"""What an Airflow that runs here has in its environment: connections, and what its workers may."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.engines.airflow.pod_api import kube_config


def connections(cluster: str, store: Mapping[str, str]) -> dict[str, str]:
    """To a bench of pods, by its URL, and to the S3 that some variables lead to."""
    return connections_by(kube_config(cluster), store)


def connections_by(configuration: Mapping[str, Any], store: Mapping[str, str]) -> dict[str, str]:
    """To a cluster, by a configuration of its clients, and to the S3 that some variables lead to.

    An `ObjectStoragePath` without a connection is read with what the worker itself may: not by
    `aws_default`, as all hooks are.
    """
    kubernetes = _connection("kubernetes", kube_config=json.dumps(configuration))
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
