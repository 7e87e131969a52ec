from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from runtime_shim.buckets.errors import MissingLibrary
from runtime_shim.errors import Unsupported
from runtime_shim.s3 import (
    S3,
    MetaflowS3AccessDenied,
    MetaflowS3Exception,
    MetaflowS3InvalidObject,
    MetaflowS3InvalidRange,
    MetaflowS3NotFound,
    MetaflowS3URLException,
    S3GetObject,
    S3Object,
    S3PutObject,
    transfer,
)
from runtime_shim.s3.errors import translated

TREE = ("a/0.txt", "a/b/1.txt", "a/c/2.txt", "a/d/e/3.txt", "ab.txt", "f/4.txt")


@pytest.fixture
def root(bucket: str) -> str:
    """A root with some objects, whose content is their key."""
    root = f"s3://{bucket}/the root"
    with S3(s3root=root) as s3:
        s3.put_many([(key, key) for key in TREE])
    return root


def keys(objects: list[S3Object]) -> list[str]:
    return [one.key for one in objects]


def test_what_is_put_can_be_got(bucket: str) -> None:
    before = time.time()
    with S3(s3root=f"s3://{bucket}/root") as s3:
        facts = {"a": "ü", "b": [1]}
        url = s3.put("x/é #1?.txt", "tüxt", content_type="text/plain", metadata=facts)
        assert url == f"s3://{bucket}/root/x/é #1?.txt"
        got = s3.get("x/é #1?.txt")
        assert (got.text, got.blob, got.size) == ("tüxt", "tüxt".encode(), 5)
        assert got.exists
        assert got.downloaded
        assert got.has_info
        assert got.url == url
        assert got.key == "x/é #1?.txt"
        assert got.prefix == f"s3://{bucket}/root"
        assert got.content_type == "text/plain"
        assert got.metadata == facts
        assert got.range_info == (5, 0, 5)
        assert got.last_modified is not None
        assert abs(got.last_modified - before) < 60
        assert got.encryption is None
        assert repr(got) == f"<S3Object {url} (5 bytes, local)>"
        path = Path(str(got.path))
        assert path.read_bytes() == got.blob
    assert not path.exists()


def test_without_info(root: str) -> None:
    with S3(s3root=root) as s3:
        got = s3.get("a/0.txt", return_info=False)
        assert got.text == "a/0.txt"
        assert not got.has_info
        assert got.last_modified is None


def test_full_urls(root: str) -> None:
    with S3() as s3:
        url = f"{root}/f/4.txt"
        assert s3.put(url, b"new") == url
        got = s3.get(url)
        assert (got.key, got.prefix, got.blob) == (url, None, b"new")
        assert keys(s3.list_recursive([f"{root}/a/d"])) == ["e/3.txt"]


@pytest.mark.parametrize("key", ["key", "s3://", "s3://bucket", "http://bucket/key", "", None])
def test_without_a_root_only_full_urls(bucket: str, key: Any) -> None:
    with S3() as s3, pytest.raises(MetaflowS3URLException, match="no full URL"):
        s3.get(key)


def test_with_a_root_only_relative_keys(root: str) -> None:
    with S3(s3root=root) as s3:
        with pytest.raises(MetaflowS3URLException, match="relative"):
            s3.get(f"{root}/a/0.txt")
        assert s3.get("/a/0.txt").text == "a/0.txt"
        with pytest.raises(MetaflowS3URLException, match="get_all"):
            S3().get_all()
    with pytest.raises(MetaflowS3URLException, match="s3root is an s3:// URL"):
        S3(s3root="gs://bucket")


@pytest.mark.parametrize("key", ["a/", "a//b", "./a", "a/../b"])
def test_keys_that_no_object_can_have(root: str, key: str) -> None:
    with S3(s3root=root) as s3, pytest.raises(MetaflowS3URLException):
        s3.put(key, "x")


def test_the_root_itself_is_an_object_when_no_key_is_given(root: str) -> None:
    with S3(s3root=f"{root}/a/0.txt") as s3:
        assert s3.get().text == "a/0.txt"
        assert s3.info().size == 7


def test_what_is_missing(root: str) -> None:
    with S3(s3root=root) as s3:
        for call in (s3.get, s3.info):
            with pytest.raises(MetaflowS3NotFound, match="the root/no"):
                call("no")
            missing = call("no", return_missing=True)
            assert (missing.exists, missing.size, missing.path) == (False, None, None)
            assert (missing.blob, missing.text, missing.key) == (None, None, "no")
            assert repr(missing) == f"<S3Object {root}/no (object does not exist)>"
        for many in (s3.get_many, s3.info_many):
            with pytest.raises(MetaflowS3NotFound):
                many(["a/0.txt", "no"])
            found = many(["a/0.txt", "no", "f/4.txt"], return_missing=True)
            assert [one.exists for one in found] == [True, False, True]


def test_a_bucket_that_is_missing(bucket: str) -> None:
    with S3() as s3:
        for call in (s3.get, s3.info, lambda url: s3.list_paths([url])):
            with pytest.raises(MetaflowS3NotFound):
                call("s3://no-such-bucket/key")
        with pytest.raises(MetaflowS3NotFound):
            s3.put("s3://no-such-bucket/key", "x")


def test_info_downloads_nothing(root: str) -> None:
    with S3(s3root=root) as s3:
        s3.put("i", b"12345", content_type="a/b", metadata={"k": "v"})
        info = s3.info("i")
        assert (info.exists, info.downloaded, info.size, info.blob) == (True, False, 5, None)
        assert (info.content_type, info.metadata, info.range_info) == ("a/b", {"k": "v"}, None)
        assert info.last_modified is not None
        assert repr(info) == f"<S3Object {root}/i (5 bytes, in S3)>"
        assert list(Path(str(s3._folder)).iterdir()) == []


def test_list_paths_is_one_level(root: str) -> None:
    with S3(s3root=root) as s3:
        found = s3.list_paths(["a", "f/"])
        assert [(one.url[len(root) :], one.exists, one.size, one.key) for one in found] == [
            ("/a/0.txt", True, 7, "0.txt"),
            ("/a/b/", False, None, "b"),
            ("/a/c/", False, None, "c"),
            ("/a/d/", False, None, "d"),
            ("/f/4.txt", True, 7, "4.txt"),
        ]
        assert keys(s3.list_paths()) == ["ab.txt", "a", "f"]
        assert s3.list_paths(["nothing"]) == []
        assert s3.list_paths([]) == []


def test_list_recursive_is_all_levels(root: str) -> None:
    with S3(s3root=root) as s3:
        assert keys(s3.list_recursive()) == list(TREE)
        assert keys(s3.list_recursive(["a"])) == ["0.txt", "b/1.txt", "c/2.txt", "d/e/3.txt"]
        assert all(one.exists for one in s3.list_recursive())


def test_a_bucket_as_the_root(root: str, bucket: str) -> None:
    with S3(s3root=f"s3://{bucket}") as s3:
        s3.put("top", "x")
        assert keys(s3.list_paths()) == ["top", "the root"]
        assert s3.list_paths()[0].url == f"s3://{bucket}/top"
    with S3() as s3:
        assert s3.list_paths([f"s3://{bucket}/"])[0].url == f"s3://{bucket}/top"


def test_a_page_has_a_thousand_objects_and_a_listing_all(bucket: str) -> None:
    with S3(s3root=f"s3://{bucket}/n") as s3:
        s3.put_many([(f"{n:04}", b"") for n in range(1005)])
        assert keys(s3.list_recursive()) == [f"{n:04}" for n in range(1005)]


def test_get_many_keeps_the_order(root: str) -> None:
    with S3(s3root=root) as s3:
        wanted = ["f/4.txt", "a/0.txt", "f/4.txt"]
        got = s3.get_many(wanted)
        assert [one.text for one in got] == keys(got) == wanted
        assert s3.get_many([]) == []


def test_get_recursive(root: str) -> None:
    with S3(s3root=root) as s3:
        got = s3.get_recursive(["a/d", "a/b"])
        assert [(one.key, one.text) for one in got] == [
            ("e/3.txt", "a/d/e/3.txt"),
            ("1.txt", "a/b/1.txt"),
        ]
        assert got[0].prefix == f"{root}/a/d"
        assert not got[0].has_info
        informed = s3.get_recursive(["a/d"], return_info=True)
        assert (informed[0].key, informed[0].has_info) == ("a/d/e/3.txt", True)
        assert keys(s3.get_all()) == [one.text for one in s3.get_all()] == list(TREE)


@pytest.mark.parametrize(
    ("offset", "length", "content", "info"),
    [
        (2, 3, b"234", (10, 2, 3)),
        (8, 30, b"89", (10, 8, 2)),
        (4, None, b"456789", (10, 4, 6)),
        (None, 2, b"01", (10, 0, 2)),
        (None, -3, b"789", (10, 7, 3)),
        (5, -3, b"789", (10, 7, 3)),
        (None, None, b"0123456789", (10, 0, 10)),
    ],
)
def test_parts_of_an_object(
    bucket: str, offset: int, length: int, content: bytes, info: tuple[int, ...]
) -> None:
    with S3(s3root=f"s3://{bucket}/r") as s3:
        s3.put("ten", b"0123456789")
        got = s3.get(S3GetObject("ten", offset, length))
        assert (got.blob, got.size, got.range_info) == (content, len(content), info)
        assert got.key == "ten"
        assert s3.get_many([S3GetObject("ten", offset, length)])[0].blob == content


def test_parts_that_are_not_there(bucket: str) -> None:
    with S3(s3root=f"s3://{bucket}/r") as s3:
        s3.put("ten", b"0123456789")
        for part in (S3GetObject("ten", 10, 5), S3GetObject("ten", 20, None)):
            with pytest.raises(MetaflowS3InvalidRange):
                s3.get(part, return_missing=True)


def test_without_overwrite_the_first_one_stays(bucket: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("from a file")
    with S3(s3root=f"s3://{bucket}/o") as s3:
        assert s3.put("a", "1", overwrite=False) == s3.put("a", "2", overwrite=False)
        assert s3.put_many([("a", "3"), ("b", "4")], overwrite=False) == [
            ("b", f"s3://{bucket}/o/b")
        ]
        assert s3.put_files([("a", str(tmp_path / "file"))], overwrite=False) == []
        assert [one.text for one in s3.get_many(["a", "b"])] == ["1", "4"]
        s3.put("a", "5")
        assert s3.get("a").text == "5"


def test_what_can_be_put(bucket: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"in a file")
    with S3(s3root=f"s3://{bucket}/p") as s3, file.open("rb") as opened:
        opened.read()
        put = S3PutObject("full", value=b"v", content_type="c/t", metadata={"m": 1})
        stored = s3.put_many(
            [("text", "ü"), ("bytes", b"\x00"), ("memory", io.BytesIO(b"m")), ("file", opened), put]
        )
        assert stored[0] == ("text", f"s3://{bucket}/p/text")
        got = s3.get_many([key for key, _ in stored])
        assert [one.blob for one in got] == ["ü".encode(), b"\x00", b"m", b"in a file", b"v"]
        assert (got[4].content_type, got[4].metadata) == ("c/t", {"m": 1})
        files: Any = [("one", str(file)), S3PutObject("two", path=str(file), content_type="x/y")]
        assert [key for key, _ in s3.put_files(files)] == ["one", "two"]
        assert s3.get("two").content_type == "x/y"
        assert s3.get("one").blob == b"in a file"
        assert s3.put_many([]) == s3.put_files([]) == []


def test_what_cannot_be_put(bucket: str) -> None:
    with S3(s3root=f"s3://{bucket}/p") as s3:
        for value in (3, None, bytearray(b"x"), io.StringIO("x")):
            with pytest.raises(MetaflowS3InvalidObject, match="under the key 'k'"):
                s3.put("k", value)  # type: ignore[arg-type]
        closed = os.fdopen(os.pipe()[1], "wb")
        with closed, pytest.raises(MetaflowS3InvalidObject, match="cannot be read"):
            s3.put_many([("k", closed)])
        with pytest.raises(MetaflowS3NotFound, match="Local file not found: /no/file"):
            s3.put_files([("k", "/no/file")])


@pytest.mark.parametrize("size", [0, 1, 999, 1000, 1001, 4096])
def test_large_objects_come_in_pieces(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(transfer, "_PIECE", 500)
    content = os.urandom(size)
    (tmp_path / "large").write_bytes(content)
    with S3(s3root=f"s3://{bucket}/l") as s3:
        s3.put_files([("large", str(tmp_path / "large"))])
        assert s3.get("large").blob == content
        if size > 100:
            part = s3.get(S3GetObject("large", 10, size - 20))
            assert part.blob == content[10 : size - 10]
            assert part.range_info == (size, 10, size - 20)


def test_many_parts_of_an_upload(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = os.urandom(11 * 2**20)
    (tmp_path / "large").write_bytes(content)
    monkeypatch.setattr(transfer, "_PART", 5 * 2**20)
    with S3(s3root=f"s3://{bucket}/m") as s3:
        s3.put_files([S3PutObject("large", path=str(tmp_path / "large"), content_type="a/b")])
        got = s3.get("large")
        assert got.blob == content
        assert got.content_type == "a/b"


def test_closing_twice_and_a_folder_of_ones_own(bucket: str, tmp_path: Path) -> None:
    s3 = S3(tmproot=str(tmp_path))
    assert [path.name[:12] for path in tmp_path.iterdir()] == ["metaflow.s3."]
    s3.close()
    s3.close()
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_there(bucket: str) -> None:
    with S3(client_params={"endpoint_url": "http://127.0.0.1:9"}) as s3:
        with pytest.raises(MetaflowS3Exception, match="Key requested: s3://b/k") as raised:
            s3.get("s3://b/k")
        assert "Debug source" not in str(raised.value)


def test_access_denied() -> None:
    from obstore.exceptions import GenericError, PermissionDeniedError

    for error in (
        PermissionDeniedError("no"),
        PermissionError(),
        GenericError("status code: 403 Forbidden: <Error><Code>AccessDenied</Code>"),
    ):
        with pytest.raises(MetaflowS3AccessDenied), translated("s3://b/k"):
            raise error


def test_without_the_library_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    with pytest.raises(MissingLibrary, match=r"pip install 'flowc\[s3\]'"):
        S3()


def test_importing_the_module_imports_no_library() -> None:
    check = "import sys, runtime_shim.s3; print('obstore' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_arguments_that_are_not_supported(bucket: str) -> None:
    with pytest.raises(Unsupported, match="no argument `role`"):
        S3(role="arn:aws:iam::1:role/x")


def test_encryption_is_asked_for(bucket: str) -> None:
    with S3(s3root=f"s3://{bucket}/e", encryption="AES256") as s3:
        s3.put("k", "v")
        assert s3.get("k").text == "v"
        config: Any = s3._buckets[bucket].get().config
        assert config["server_side_encryption"] == "AES256"


def test_the_root_of_a_run_of_the_client(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run = SimpleNamespace(id="17", parent=SimpleNamespace(id="TrainFlow"))
    monkeypatch.setenv("FLOWC_DATASTORE", f"s3://{bucket}/store/")
    with S3(run=run) as s3:
        assert s3.put("k", "v") == f"s3://{bucket}/store/data/TrainFlow/17/k"
