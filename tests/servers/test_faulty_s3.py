"""Each kind of fault is seen by a plain client, and of each request the effect is as told."""

from __future__ import annotations

import http.client
import time
from contextlib import closing
from urllib.parse import urlsplit

import pytest

from tests.servers.faults import HANDLED_ALL_THE_SAME, Fault, Faults
from tests.servers.faulty_s3 import DELAY, RATES, faulty_server

CONTENT = b"content" * 100
# moto checks no signature, but lets nobody read who has none.
SIGNED = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=tests/20240229/us-east-1/s3/aws4_request, "
    "SignedHeaders=host, Signature=none"
}


def request(url: str, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    """What a client without any patience gets; raises what it meets."""
    with closing(http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)) as connection:
        connection.request(method, path, body, SIGNED)
        answer = connection.getresponse()
        return answer.status, answer.read()


def seen(url: str, method: str, path: str, body: bytes | None = None) -> int | type[Exception]:
    """The status of an answer, or the class of what came in its place."""
    try:
        return request(url, method, path, body)[0]
    except (OSError, http.client.HTTPException) as error:
        return type(error)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault.ERROR, 500),
        (Fault.SLOW_DOWN, 503),
        (Fault.RESET, ConnectionResetError),
        (Fault.LOST, ConnectionResetError),
        (Fault.ERROR_AFTER, 500),
    ],
)
def test_a_plain_client_sees_the_fault(
    fault: Fault, expected: object, bucket: str, s3_server: dict[str, str]
) -> None:
    sound = s3_server["METAFLOW_S3_ENDPOINT_URL"]
    with faulty_server(sound, {fault: 1.0}) as faulty:
        assert seen(faulty.url, "PUT", f"/{bucket}/a", CONTENT) == expected
        assert seen(faulty.url, "GET", f"/{bucket}/a") == expected
        assert faulty.faults.injected == {fault: 2}
    found = request(sound, "GET", f"/{bucket}/a")
    if fault in HANDLED_ALL_THE_SAME:
        assert found == (200, CONTENT)
    else:
        assert found[0] == 404


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.TRUNCATED])
def test_an_answer_ends_too_early(fault: Fault, bucket: str, s3_server: dict[str, str]) -> None:
    with faulty_server(s3_server["METAFLOW_S3_ENDPOINT_URL"], {fault: 1.0}) as faulty:
        assert seen(faulty.url, "PUT", f"/{bucket}/a", CONTENT) == 200  # an answer without a body
        assert not faulty.faults.injected
        ends: set[type[Exception]] = {http.client.IncompleteRead}
        if fault is Fault.CUT:
            ends.add(ConnectionResetError)  # whichever comes first
        assert seen(faulty.url, "GET", f"/{bucket}/a") in ends
        assert faulty.faults.injected == {fault: 1}


def test_a_late_answer_is_right(bucket: str, s3_server: dict[str, str]) -> None:
    with faulty_server(s3_server["METAFLOW_S3_ENDPOINT_URL"], {Fault.SLOW: 1.0}) as faulty:
        start = time.monotonic()
        request(faulty.url, "PUT", f"/{bucket}/a", CONTENT)
        assert request(faulty.url, "GET", f"/{bucket}/a") == (200, CONTENT)
        assert time.monotonic() - start >= 2 * DELAY


def test_without_faults_all_passes(bucket: str, s3_server: dict[str, str]) -> None:
    with faulty_server(s3_server["METAFLOW_S3_ENDPOINT_URL"], {}) as faulty:
        connection = http.client.HTTPConnection(urlsplit(faulty.url).netloc)
        for method, body in (("PUT", CONTENT), ("GET", None), ("HEAD", None), ("DELETE", None)):
            connection.request(method, f"/{bucket}/a%20b", body, SIGNED)
            answer = connection.getresponse()
            read = answer.read()
            assert answer.status in (200, 204), method
            assert read == (CONTENT if method == "GET" else b"")
            if method == "HEAD":
                assert answer.headers["Content-Length"] == str(len(CONTENT))
        connection.close()
        assert faulty.faults.requests == 4
        assert not faulty.faults.injected


def test_decisions_are_the_same_for_the_same_seed_in_any_order() -> None:
    requests = [("GET", f"/b/{number}") for number in range(500)]
    one, same, other = Faults(RATES, seed=1), Faults(RATES, seed=1), Faults(RATES, seed=2)
    expected = [one.next(*made) for made in requests]
    assert [same.next(*made) for made in reversed(requests)] == expected[::-1]
    assert [other.next(*made) for made in requests] != expected
    assert set(expected) == {None, *Fault}


def test_decisions_do_not_depend_on_when_a_run_began_but_on_how_often_one_asks() -> None:
    one, other = Faults(RATES, seed=1), Faults(RATES, seed=1)
    keys = [f"/b/F/{{}}/{number}" for number in range(300)]
    expected = [one.next("GET", key.format("1795378364418210")) for key in keys]
    assert [other.next("GET", key.format("1795378364418999")) for key in keys] == expected
    assert [one.next("GET", key.format("1795378364418210")) for key in keys] != expected
