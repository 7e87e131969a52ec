"""What a check tells of stores where something does not work, most of them S3 on loopback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from compiler.datastore.check import Check, check
from runtime_shim.store import Store, open_store
from tests.aws import Aws
from tests.datastore.fake_stores import Concealing, Forgetful, Lossy, Overwriting

ALL = ("PutObject", "GetObject", "ListBucket", "DeleteObject", "AbortMultipartUpload")


def not_working(found: Check) -> dict[str, tuple[str, str]]:
    return {
        one.operation: (one.state, one.permission) for one in found.outcomes if one.state != "works"
    }


def message(found: Check, operation: str) -> str:
    (text,) = [one.message for one in found.outcomes if one.operation == operation]
    assert text is not None
    return text


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name != ".gitignore" and path.is_file()]


def test_a_folder_where_all_works(tmp_path: Path) -> None:
    (tmp_path / "F").mkdir()
    found = check(open_store(str(tmp_path)))
    assert found.works
    assert found.left == ()
    assert len(found.outcomes) == 10
    assert sorted(path.name for path in tmp_path.iterdir()) == [".tmp", "F"]
    assert files(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    found = not_working(check(open_store(str(tmp_path))))
    assert found["write"] == ("denied", "to write in the folder")


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = check(open_store(str(tmp_path / "file")))
    states = {one.operation: one.state for one in found.outcomes}
    assert states["write"] == "fails"
    assert states["read"] == states["write in parts"] == "not tried"


@pytest.fixture
def s3(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """A bucket and the URL of a folder in it."""
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    bucket = aws.bucket()
    return bucket, f"s3://{bucket}/some/flows"


def as_user_of(aws: Aws, monkeypatch: pytest.MonkeyPatch, *actions: str) -> None:
    for name, value in aws.user(*(f"s3:{action}" for action in actions)).items():
        monkeypatch.setenv(name, value)


def test_s3_where_all_works(aws: Aws, s3: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    as_user_of(aws, monkeypatch, *ALL)
    with aws.enforcing():
        found = check(open_store(s3[1]))
    assert not_working(found) == {}
    client = aws.client("s3")
    assert "Contents" not in client.list_objects_v2(Bucket=s3[0])
    assert "Uploads" not in client.list_multipart_uploads(Bucket=s3[0])


@pytest.mark.parametrize(
    ("action", "operations"),
    [
        ("PutObject", {"write": "denied", "list": "works", "delete": "not tried"}),
        ("GetObject", {"read": "denied", "create once": "not tried", "delete": "works"}),
        ("ListBucket", {"list": "denied", "read": "works"}),
        ("DeleteObject", {"delete": "denied", "overwrite": "works"}),
        ("AbortMultipartUpload", {"give up an upload": "denied", "delete": "works"}),
    ],
)
def test_s3_where_a_permission_is_missing(
    aws: Aws,
    s3: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    action: str,
    operations: dict[str, str],
) -> None:
    as_user_of(aws, monkeypatch, *(one for one in ALL if one != action))
    with aws.enforcing():
        found = check(open_store(s3[1]))
    states = {one.operation: one.state for one in found.outcomes}
    assert {name: states[name] for name in operations} == operations
    denied = {one.permission for one in found.outcomes if one.state == "denied"}
    assert denied == {f"s3:{action}"}
    assert not found.works
    assert len(found.left) == (3 if action == "DeleteObject" else 0)


def test_s3_without_a_bucket(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> None:
    as_user_of(aws, monkeypatch, *ALL)
    found = check(open_store("s3://no-such-bucket/flows"))
    assert {one.state for one in found.outcomes} == {"fails", "not tried"}
    assert "there is no such bucket" in message(found, "write")


@pytest.mark.parametrize(
    ("kind", "operation", "state", "text"),
    [
        (Overwriting, "create once", "fails", "It has no conditional writes"),
        (Concealing, "tell what is missing", "denied", "to whoever may read objects and not list"),
        (Forgetful, "list", "fails", "does not show what was stored right before"),
        (Lossy, "read in parts", "fails", "is not what was stored"),
    ],
)
def test_stores_that_do_something_else(
    tmp_path: Path, kind: type[Store], operation: str, state: str, text: str
) -> None:
    store = kind(str(tmp_path))  # type: ignore[call-arg] # they are folders
    found = check(store)
    assert [
        name for name, (found_state, _) in not_working(found).items() if found_state == state
    ] == [operation]
    assert text in message(found, operation)
    assert found.left == ()
    assert files(tmp_path) == []
