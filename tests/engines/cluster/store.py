"""The datastore of flows in the cluster: an S3 server that pods reach, and so do tests."""

from __future__ import annotations

import sys
import urllib.request

from tests.engines.cluster.daemons import start, wait_until
from tests.engines.cluster.places import NODE, STORE_PORT
from tests.environments import BENCHMARK_LOCK, ROOT, environment
from tests.servers.place import Place

BUCKET = "flows"
_SERVER = ROOT / "benchmarks" / "s3_server.py"
_URL = f"http://{NODE.ip}:{STORE_PORT}"
PLACE = Place(
    f"s3://{BUCKET}/",
    {
        "AWS_ACCESS_KEY_ID": "flows",
        "AWS_SECRET_ACCESS_KEY": "flows",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": _URL,
    },
)
"""Where datastores are, and the variables that lead there."""
_START = 60
"""Seconds."""


def start_store() -> None:
    """Starts the server, with a bucket in it."""
    python = environment("benchmark", sys.executable, BENCHMARK_LOCK)
    start("store", [python, _SERVER, "-H", str(NODE.ip), "-p", str(STORE_PORT)])
    wait_until(_has_bucket, "the S3 server does not answer", _START)


def _has_bucket() -> bool:
    request = urllib.request.Request(f"{_URL}/{BUCKET}", method="PUT")
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            request, timeout=5
        ).close()
    except OSError:
        return False
    return True
