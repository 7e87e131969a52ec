"""A store that is out of reach for a while, and one that there is not at all."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from runtime_shim.store import Store, objects, open_store
from runtime_shim.store.errors import StoreFailed
from tests.runtime_shim.store.canned import Answer, canned_server

FOUND = (("etag", '"1"'), ("last-modified", "Thu, 01 Jan 2026 00:00:00 GMT"))
LAST = (*FOUND, ("connection", "close"))
OUTAGE = 3.0
"""Seconds; seven tries with pauses that double from 0.1 seconds on are over before."""


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    """Where the environment says that the store is; nobody listens there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("METAFLOW_S3_ENDPOINT_URL", "METAFLOW_S3_RETRY_COUNT"):
        monkeypatch.delenv(name, raising=False)
    return port


def test_a_store_that_comes_back_is_waited_for(port: int) -> None:
    store = open_store("s3://bucket")
    with ThreadPoolExecutor(2) as pool:
        read = pool.submit(store.read, "a")
        created = pool.submit(store.create, "b", [b"x"])
        time.sleep(OUTAGE)
        with canned_server(port) as server:
            server.answers = [Answer(200, b"content", FOUND)]
            assert read.result(30) == b"content"
            assert created.result(30)


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A scale on which minutes are seconds."""
    monkeypatch.setattr(objects, "PATIENT", 2.5)
    monkeypatch.setattr(objects, "PROMPT", 0.2)


def _waited(store: Store) -> float:
    """How long it takes until the store is given up, in seconds."""
    began = time.monotonic()
    with pytest.raises(StoreFailed, match="does not answer"):
        store.write("a", [b"x"])
    return time.monotonic() - began


@pytest.mark.usefixtures("patience")
def test_whoever_waits_at_a_terminal_is_told_soon(port: int) -> None:
    store = open_store("s3://bucket", prompt=True)
    assert _waited(store) < 2
    with canned_server(port) as server:
        server.answers = [Answer(200, b"", LAST)]
        store.write("a", [b"x"])
    # There is such a store: it may come back.
    assert _waited(store) > 2
    # It has not: the next request is not to take as long once more.
    assert _waited(store) < 2


@pytest.mark.usefixtures("patience")
def test_an_answer_that_is_an_error_is_one(port: int) -> None:
    store = open_store("s3://bucket")
    with canned_server(port) as server:
        server.answers = [Answer(403, b"<Error><Code>AccessDenied</Code></Error>", LAST)]
        with pytest.raises(StoreFailed, match="access is denied"):
            store.write("a", [b"x"])
    assert _waited(store) > 2
