"""What is particular to a store in an object store: its failures, and large objects."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs

import pytest
from obstore.exceptions import GenericError

from runtime_shim.buckets import aws_profiles
from runtime_shim.errors import FlowcError
from runtime_shim.store import Missing, objects, open_store
from runtime_shim.store.errors import AccessDenied, StoreFailed
from runtime_shim.store.failures import explained
from tests.environments import ROOT
from tests.runtime_shim.store.canned import Answer, Canned, canned_server

SECRET = "do-not-tell"
FOUND = (("etag", '"1"'), ("last-modified", "Thu, 01 Jan 2026 00:00:00 GMT"))


@pytest.fixture
def canned(monkeypatch: pytest.MonkeyPatch) -> Iterator[Canned]:
    """A server that stands for all clouds."""
    with canned_server() as server:
        for name, value in {
            "AWS_ENDPOINT_URL": server.url,
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": "us-east-1",
            "STORAGE_EMULATOR_HOST": server.url,
            "AZURE_STORAGE_USE_EMULATOR": "true",
            "AZURITE_BLOB_STORAGE_URL": server.url,
            "METAFLOW_S3_RETRY_COUNT": "0",
        }.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delenv("METAFLOW_S3_ENDPOINT_URL", raising=False)
        yield server


def _error(code: str, more: str = "") -> bytes:
    told = f"<Code>{code}</Code><Message>In words.</Message>{more}<StringToSign>{SECRET}"
    return f"<Error>{told}</StringToSign></Error>".encode()


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (404, _error("NoSuchBucket"), "there is no such bucket. Make it, or name another"),
        (403, _error("AccessDenied"), "is denied (AccessDenied: In words). Allow the user"),
        (403, _error("InvalidAccessKeyId"), "are refused (InvalidAccessKeyId: In words). Renew"),
        (400, _error("ExpiredToken"), "are refused (ExpiredToken: In words). Renew"),
        (
            400,
            _error("AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>"),
            "in another region. Set AWS_REGION to that of the bucket, eu-west-1.",
        ),
        (301, _error("PermanentRedirect"), "in another region. Set AWS_REGION"),
        (503, _error("SlowDown"), "overloaded (SlowDown: In words). Try again later"),
        (418, b"<html>no object store", "gives an error ("),
    ],
)
def test_what_is_wrong_and_what_to_do(
    canned: Canned, status: int, body: bytes, expected: str
) -> None:
    canned.answers = [Answer(status, body)]
    store = open_store("s3://bucket/folder")
    uses: dict[str, Callable[[], object]] = {
        "read": lambda: store.read("a"),
        "written": lambda: store.write("a", [b"x"]),
        "listed": lambda: list(store.list("a")),
    }
    for deed, use in uses.items():
        with pytest.raises(StoreFailed) as caught:
            use()
        text = str(caught.value)
        assert text.startswith(f"`a` of the datastore in s3://bucket cannot be {deed}: ")
        assert expected in text
        assert SECRET not in text
        assert isinstance(caught.value, AccessDenied) == ("is denied" in expected)


def test_what_google_says(canned: Canned) -> None:
    canned.answers = [
        Answer(403, b'{"error": {"code": 403, "message": "ann lacks the required permission"}}')
    ]
    with pytest.raises(StoreFailed, match=r"\(ann lacks the required permission\)\. Allow"):
        open_store("gs://bucket/folder").write("a", [b"x"])
    assert canned.asked == ["PUT /bucket/folder%2Fa"]


def test_what_azure_says(canned: Canned) -> None:
    canned.answers = [Answer(404, _error("ContainerNotFound"))]
    with pytest.raises(StoreFailed, match="there is no such bucket"):
        open_store("az://box/folder").write("a", [b"x"])
    assert canned.asked[0].startswith("PUT /devstoreaccount1/box/folder/a")


METADATA = "in 1ms - HTTP error: error sending request"
LOGIN = (
    "Error performing token request: Error performing POST https://login.example.org/oauth2/token"
)


@pytest.mark.parametrize(
    ("url", "said", "expected"),
    [
        (
            "s3://b",
            f"Error performing PUT http://169.254.169.254/latest/api/token {METADATA}",
            "there are no credentials for it. Set AWS_ACCESS_KEY_ID",
        ),
        (
            "gs://b",
            f"Error performing GET http://metadata.google.internal/computeMetadata {METADATA}",
            "there are no credentials for it. Run `gcloud auth",
        ),
        (
            "az://b",
            "Error performing token request: Error performing GET http://169.254.169.254/oauth2/token",
            "there are no credentials for it. Set AZURE_STORAGE_ACCOUNT_KEY",
        ),
        ("az://b", f"{LOGIN} {METADATA}", "https://login.example.org does not answer"),
        (
            "az://b",
            f"{LOGIN} in 1ms - Server returned non-2xx status code: 401 Unauthorized: no",
            "the credentials are refused",
        ),
    ],
)
def test_credentials_that_are_not_to_be_had(url: str, said: str, expected: str) -> None:
    with pytest.raises(StoreFailed) as caught, explained(url, "read", "a"):
        raise GenericError(f"Generic store error: {said}")
    assert f"cannot be read: {expected}" in str(caught.value)


def test_credentials_that_a_library_does_not_get(
    canned: Canned, monkeypatch: pytest.MonkeyPatch
) -> None:
    def provider() -> None:
        raise RuntimeError("The session has expired.")

    monkeypatch.setattr(aws_profiles, "profile_config", lambda _: {"provider": provider})
    with pytest.raises(
        StoreFailed, match=r"for it \(RuntimeError: The session has expired\)\. Set"
    ):
        open_store("s3://bucket").read("a")
    assert canned.asked == []


def test_a_name_is_not_taken_for_a_reason(canned: Canned) -> None:
    canned.answers = [Answer(403, _error("AccessDenied"))]
    with pytest.raises(AccessDenied, match="access is denied"):
        open_store("s3://bucket/oauth2").read("credentials/169.254.169.254")


def test_a_name_of_what_is_missing_is_not_taken_for_a_reason(
    canned: Canned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METAFLOW_S3_RETRY_COUNT", "3")
    canned.answers = [Answer(404, _error("NoSuchKey"))]
    with pytest.raises(Missing):
        open_store("s3://bucket/folder").read("timed out")
    assert len(canned.asked) == 1


def test_an_account_of_azure_that_nobody_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AZURE")]:
        monkeypatch.delenv(name)
    with pytest.raises(FlowcError, match="set AZURE_STORAGE_ACCOUNT_NAME"):
        open_store("az://box/folder").exists("a")


def test_a_server_that_is_not_there(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METAFLOW_S3_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(StoreFailed, match=r"http://127\.0\.0\.1:1 does not answer"):
        open_store(f"s3://{bucket}").read("a")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://host/x", "there is no datastore for `ftp://`; name a folder, or a URL with s3://"),
        ("s3://", "names no place: write s3://BUCKET/FOLDER"),
        ("s3://bucket/a//x", "names no place"),
        ("gs://bucket/../x", "names no place"),
    ],
)
def test_urls_that_name_no_store(url: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        open_store(url)


# --- answers that get lost ------------------------------------------------------------


def test_a_write_whose_answer_got_lost_was_done(bucket: str) -> None:
    """The request is sent again, and finds what it has written itself."""
    store, other = open_store(f"s3://{bucket}/x"), open_store(f"s3://{bucket}/x")
    other.write("a", [b"mine"])
    assert store.create("a", [b"mine"])
    assert not store.create("a", [b"yours"])


def test_what_is_taken_and_then_deleted_was_not_created(canned: Canned) -> None:
    canned.answers = [
        Answer(412, _error("PreconditionFailed")),
        Answer(404, _error("NoSuchKey")),
    ]
    assert not open_store("s3://bucket").create("a", [b"x"])
    assert len(canned.asked) == 2


@pytest.mark.parametrize("cut_to", [0, 5])
def test_answers_that_break_off_are_asked_for_again(
    canned: Canned, monkeypatch: pytest.MonkeyPatch, cut_to: int
) -> None:
    monkeypatch.setenv("METAFLOW_S3_RETRY_COUNT", "3")
    listing = b"<ListBucketResult><Contents><Key>f/a</Key><Size>1</Size><LastModified>"
    listing += b"2026-01-01T00:00:00Z</LastModified></Contents></ListBucketResult>"
    canned.answers = [Answer(200, listing, cut_to=cut_to)] * 2 + [Answer(200, listing)]
    assert list(open_store("s3://bucket").list("f")) == ["a"]
    assert len(canned.asked) == 3

    canned.asked.clear()
    part = (("content-range", f"bytes {cut_to}-9/10"), *FOUND)
    canned.answers = [
        Answer(200, b"0123456789", FOUND, cut_to),
        Answer(206, b"0123456789"[cut_to:], part),
    ]
    assert open_store("s3://bucket").read("f/a") == b"0123456789"
    assert len(canned.asked) == 2


def _listed(*names: str, more: bool = False) -> bytes:
    found = "".join(
        f"<Contents><Key>f/{name}</Key><Size>1</Size>"
        "<LastModified>2026-01-01T00:00:00Z</LastModified></Contents>"
        for name in names
    )
    after = "<NextContinuationToken>more</NextContinuationToken>" if more else ""
    return f"<ListBucketResult>{found}{after}</ListBucketResult>".encode()


def test_a_scan_goes_on_where_it_broke_off(canned: Canned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("METAFLOW_S3_RETRY_COUNT", "3")
    monkeypatch.setattr(objects, "_LISTED", 2)
    canned.answers = [
        Answer(200, _listed("a", "b", more=True)),
        Answer(200, _listed("c"), cut_to=9),
        Answer(200, _listed("c")),
    ]
    scan = open_store("s3://bucket").scan("f")
    assert next(scan).key == "f/a"
    assert len(canned.asked) == 1
    assert [entry.key for entry in scan] == ["f/b", "f/c"]
    assert [parse_qs(asked).get("start-after") for asked in canned.asked] == [None, None, ["f/b"]]


def test_a_connection_that_always_breaks_off(canned: Canned) -> None:
    canned.answers = [Answer(200, b"<ListBucketResult>", cut_to=5)]
    with pytest.raises(StoreFailed, match="breaks off again and again"):
        list(open_store("s3://bucket").list("f"))


# --- large objects --------------------------------------------------------------------


def test_large_content_is_created_under_the_condition_that_nothing_is_there(
    canned: Canned,
) -> None:
    """The stores on loopback look first and store then: between the two another may have."""
    canned.answers = [
        Answer(404),
        Answer(412, _error("PreconditionFailed")),
        Answer(200, b"another", FOUND),
    ]
    assert not open_store("s3://bucket").create("a", [bytes(17_000_000)])
    assert canned.asked == ["HEAD /bucket/a", "PUT /bucket/a", "GET /bucket/a"]
    assert canned.conditions == [None, "*", None]


def test_pieces_are_of_one_version_of_an_object(canned: Canned) -> None:
    size = 40_000_000
    canned.answers = [
        Answer(200, b"", (*FOUND, ("content-length", str(size)))),
        Answer(412, _error("PreconditionFailed")),
    ]
    with pytest.raises(StoreFailed, match="PreconditionFailed"):
        open_store("s3://bucket").read_buffer("a", size)


MEMORY = """
import pickle, sys
from pathlib import Path
from runtime_shim.artifacts import Artifacts
from runtime_shim.store import open_store
from runtime_shim.store.uploads import creating

class Array:
    "Gives its memory to pickle as numpy's arrays do."
    def __init__(self, content):
        self.content = content
    def __reduce_ex__(self, protocol):
        return Array, (pickle.PickleBuffer(self.content),)

def peak():
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024

root, note, size = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
store = open_store(root)
artifacts = Artifacts(store, "Flow")
if not note.exists():
    array = Array(bytearray(size))
    array.content[::4096] = bytes(index % 251 for index in range(len(array.content[::4096])))
    with creating(store) as create:
        note.write_bytes(pickle.dumps(artifacts.save("array", array, create)))
else:
    array = artifacts.load(pickle.loads(note.read_bytes()), "array")
    assert len(array.content) == size
print(peak() - size)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured in /proc")
def test_a_large_artifact_takes_little_memory_beside_its_own(
    bucket: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    size, beside = 240_000_000, 210_000_000
    note = tmp_path_factory.mktemp("memory") / "artifact"
    command = [sys.executable, "-c", MEMORY, f"s3://{bucket}/big", str(note), str(size)]
    for _ in ("up", "down"):
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert int(done.stdout) < beside


def test_missing_is_told_from_failing(canned: Canned) -> None:
    """Only what is to be read can be missing."""
    canned.answers = [Answer(404, _error("NoSuchKey"))]
    store = open_store("s3://bucket")
    with pytest.raises(Missing):
        store.read("a")
    for write in (store.write, store.create, store.add):
        with pytest.raises(StoreFailed, match=r"cannot be written: .* \(NoSuchKey: In words\)"):
            write("a", [b"x"])
    with pytest.raises(StoreFailed, match="cannot be listed"):
        list(store.list("a"))
