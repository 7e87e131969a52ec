"""A real S3 server on loopback, one for all tests of the folder."""

from __future__ import annotations

import sys
import urllib.request
from collections.abc import Iterator

import pytest

from benchmarks.store import object_store
from tests.environments import BENCHMARK_LOCK, environment


@pytest.fixture(scope="session")
def server() -> Iterator[dict[str, str]]:
    """The variables that lead to it."""
    with object_store(environment("benchmark", sys.executable, BENCHMARK_LOCK)) as variables:
        yield variables


@pytest.fixture
def bucket(
    server: dict[str, str], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> str:
    """A bucket of the test's own; the environment leads to its server."""
    for variable in ("AWS_PROFILE", "FLOWC_DATASTORE", "METAFLOW_DATATOOLS_S3ROOT"):
        monkeypatch.delenv(variable, raising=False)
    for name, value in server.items():
        if name.startswith("AWS_") or name == "METAFLOW_S3_ENDPOINT_URL":
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("METAFLOW_S3_RETRY_COUNT", "0")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    name = f"b{abs(hash(request.node.nodeid)):x}"
    url = f"{server['METAFLOW_S3_ENDPOINT_URL']}/{name}"
    urllib.request.urlopen(urllib.request.Request(url, method="PUT")).close()
    return name
