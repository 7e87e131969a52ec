"""Uploads in parts whose end goes wrong: the last answer gets lost, or the parts themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from runtime_shim.store import Buffer, Store, open_store
from runtime_shim.store.errors import StoreFailed
from tests.servers.faults import Fault, Faults
from tests.servers.faulty_s3 import spoiling
from tests.servers.forwarding import Forwarding, forwarding
from tests.servers.place import place_named

SIZE = 17_000_000
ENDPOINTS = {
    "s3": "AWS_ENDPOINT_URL",
    "gcs": "STORAGE_EMULATOR_HOST",
    "azure": "AZURITE_BLOB_STORAGE_URL",
}


def _is_completion(method: str, path: str) -> bool:
    """Whether a request puts the parts of an object together."""
    query = parse_qs(urlsplit(path).query)
    return query.get("comp") == ["blocklist"] or (method == "POST" and "uploadId" in query)


class _AtTheEnd(Faults):
    """One fault: the first time that parts are put together."""

    def __init__(self, fault: Fault) -> None:
        super().__init__({}, seed=0)
        self._left = [fault]

    def next(self, method: str, path: str) -> Fault | None:
        return self._left.pop() if self._left and _is_completion(method, path) else None


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("s3", Fault.CUT),
        ("s3", Fault.LOST),
        ("gcs", Fault.CUT),
        ("gcs", Fault.LOST),
        ("azure", Fault.LOST),
    ],
)
def test_an_upload_whose_last_answer_got_lost_was_done(
    name: str, fault: Fault, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The content is given once: it cannot be that it was sent again."""
    place = place_named(request, name)
    for variable, value in place.variables.items():
        monkeypatch.setenv(variable, value)
    with spoiling(place.variables[ENDPOINTS[name]], _AtTheEnd(fault)) as server:
        monkeypatch.setenv(ENDPOINTS[name], server.url)
        store = open_store(f"{place.root}lost-{fault.name}")
        store.write("a", iter([b"1" * SIZE]))
        assert server.faults.injected == {fault: 1}
        assert store.read("a") == b"1" * SIZE


class _Forgetful(Forwarding):
    """Gives up the first upload when it is to be completed."""

    completions: ClassVar[list[str]]

    def handle_request(self, body: bytes) -> None:
        if _is_completion(self.command, self.path):
            if not self.completions:
                self.forward(b"", method="DELETE")
            self.completions.append(self.path)
        super().handle_request(body)


@pytest.fixture
def completions() -> list[str]:
    return []


@pytest.fixture
def store(
    bucket: str,
    s3_server: dict[str, str],
    completions: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Store]:
    """One with an object, that loses the parts of the next one."""
    open_store(f"s3://{bucket}").write("a", [b"1" * SIZE])
    handler = type("_Handler", (_Forgetful,), {"completions": completions})
    with forwarding(handler, s3_server["METAFLOW_S3_ENDPOINT_URL"]) as url:
        monkeypatch.setenv("METAFLOW_S3_ENDPOINT_URL", url)
        monkeypatch.setenv("METAFLOW_S3_RETRY_COUNT", "3")
        yield open_store(f"s3://{bucket}")


def test_what_was_there_before_is_not_taken_for_what_is_written(
    store: Store, completions: list[str]
) -> None:
    store.write("a", [b"2" * SIZE])
    assert store.read("a") == b"2" * SIZE
    assert len(set(completions)) == 2


def test_what_is_added_is_sent_again(store: Store, completions: list[str]) -> None:
    assert store.add("b", [b"2" * SIZE])
    assert store.read("b") == b"2" * SIZE
    assert len(set(completions)) == 2


@pytest.mark.parametrize("key", ["a", "b"])
def test_what_is_given_once_cannot_be_sent_again(store: Store, key: str) -> None:
    content: Iterable[Buffer] = iter([b"2" * SIZE])
    with pytest.raises(StoreFailed, match=f"`{key}` of .* cannot be written: .*NoSuchUpload"):
        store.write(key, content)
    assert store.exists(key) == (key == "a")
