"""A store on a way where a third of all requests goes wrong does what any other does."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from runtime_shim.store import Missing, Store, open_store
from tests.servers.faults import Fault, Faults
from tests.servers.faulty_s3 import faulty_server

OBJECTS = 25


@pytest.fixture
def faults(
    bucket: str, s3_server: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Faults]:
    """What goes wrong; the environment leads to the server where it does."""
    rates = dict.fromkeys(Fault, 0.04)
    with faulty_server(s3_server["METAFLOW_S3_ENDPOINT_URL"], rates) as server:
        monkeypatch.setenv("METAFLOW_S3_ENDPOINT_URL", server.url)
        monkeypatch.setenv("METAFLOW_S3_RETRY_COUNT", "12")
        yield server.faults


@pytest.fixture
def store(bucket: str, faults: Faults) -> Store:
    return open_store(f"s3://{bucket}/folder")


def test_what_is_written_is_there_and_nothing_else(store: Store, faults: Faults) -> None:
    contents = {f"a/{number}": bytes([number]) * number * 100 for number in range(OBJECTS)}

    def cycle(key: str) -> None:
        with pytest.raises(Missing):
            store.read(key)
        store.write(key, [b"what is replaced"])
        store.write(key, [contents[key]])
        assert store.read(key) == contents[key]
        assert bytes(store.read_buffer(key, len(contents[key]))) == contents[key]
        assert store.exists(key)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(cycle, contents))
    assert list(store.list("a")) == sorted(key[2:] for key in contents)
    assert {entry.key: entry.size for entry in store.scan("")} == {
        key: len(content) for key, content in contents.items()
    }
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(store.delete, contents))
    assert list(store.list("a")) == []
    assert set(faults.injected) == set(Fault)


def test_one_of_two_creators_wins_whatever_gets_lost(store: Store, faults: Faults) -> None:
    contents = [b"of one", b"of the other"]
    with ThreadPoolExecutor(8) as pool:
        for number in range(OBJECTS):
            key = f"race/{number}"
            won = list(pool.map(lambda content, key=key: store.create(key, [content]), contents))
            assert won.count(True) == 1
            assert store.read(key) == contents[won.index(True)]
    assert faults.injected.total() > OBJECTS
