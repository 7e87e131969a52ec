"""Fixtures: a real S3 server on loopback, one for all tests, and a bucket in it for each."""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Iterator
from hashlib import sha256

import pytest

from benchmarks.store import object_store
from tests.environments import BENCHMARK_LOCK, environment


@pytest.fixture(scope="session")
def s3_server() -> Iterator[dict[str, str]]:
    """The variables that lead to it."""
    with object_store(environment("benchmark", sys.executable, BENCHMARK_LOCK)) as variables:
        yield variables


@pytest.fixture
def bucket(
    s3_server: dict[str, str], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> str:
    """The name of a bucket of the test's own; the environment leads to its server."""
    for variable in ("AWS_PROFILE", "FLOWC_DATASTORE", "METAFLOW_DATATOOLS_S3ROOT"):
        monkeypatch.delenv(variable, raising=False)
    for name, value in s3_server.items():
        if name.startswith("AWS_") or name == "METAFLOW_S3_ENDPOINT_URL":
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("METAFLOW_S3_RETRY_COUNT", "0")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    name = f"b{sha256(request.node.nodeid.encode()).hexdigest()[:20]}"
    url = f"{s3_server['METAFLOW_S3_ENDPOINT_URL']}/{name}"
    urllib.request.urlopen(urllib.request.Request(url, method="PUT")).close()
    return name
