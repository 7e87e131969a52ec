"""What is in an archive gets out of it, and nothing gets out of the folder."""

from __future__ import annotations

import stat
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from runtime_shim.errors import FlowcError
from runtime_shim.unpack import BadArchive, Limits, unpack

LIMITS = Limits(entries=10, entry_bytes=10_000, total_bytes=15_000)


def entry(name: str, mode: int = stat.S_IFREG | 0o644, method: int = 0) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo("placeholder")
    made.filename = name  # as it stands: the constructor cleans it up
    made.external_attr = mode << 16
    made.compress_type = method
    made.create_system = 3
    return made


def packed(*entries: tuple[zipfile.ZipInfo, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for info, content in entries:
            archive.writestr(info, content)
    return file.getvalue()


def refused(content: bytes, folder: Path) -> str:
    """What is said of an archive that puts nothing anywhere."""
    target = folder / "deep" / "target"
    target.mkdir(parents=True)
    with pytest.raises(BadArchive) as caught:
        unpack(BytesIO(content), target, LIMITS)
    assert [path for path in folder.rglob("*") if path not in (target, target.parent)] == []
    return str(caught.value)


def test_files_folders_and_modes(tmp_path: Path) -> None:
    content = packed(
        (entry("a/b/run.sh", stat.S_IFREG | 0o777), b"#!/bin/sh\n"),
        (entry("a/data.txt", stat.S_IFREG | 0o600, zipfile.ZIP_DEFLATED), b"x" * 9000),
        (entry("empty/", stat.S_IFDIR | 0o700), b""),
        (entry("größe.txt", 0), b""),
        (entry("plain"), b"1"),
    )
    unpack(BytesIO(content), tmp_path, LIMITS)
    assert (tmp_path / "a/b/run.sh").read_bytes() == b"#!/bin/sh\n"
    assert (tmp_path / "a/data.txt").read_bytes() == b"x" * 9000
    assert (tmp_path / "empty").is_dir()
    assert (tmp_path / "größe.txt").is_file()
    assert (tmp_path / "a/b/run.sh").stat().st_mode & 0o7777 == 0o755
    assert (tmp_path / "a/data.txt").stat().st_mode & 0o7777 == 0o644


def test_an_archive_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "code.zip").write_bytes(packed((entry("plain"), b"1")))
    (tmp_path / "to").mkdir()
    unpack(tmp_path / "code.zip", tmp_path / "to", LIMITS)
    assert (tmp_path / "to" / "plain").read_bytes() == b"1"


@pytest.mark.parametrize(
    "name",
    [
        "../out", "a/../../out", "a/..", "/etc/out", "//out", "a//b", "./a", "a/./b", "", ".",
        "..\\out", "a\\b", "C:out", "c:/out", "a\0b", "a\nb", "../", "a/../",
    ],
)  # fmt: skip
def test_a_name_that_is_no_path_in_the_folder(tmp_path: Path, name: str) -> None:
    message = refused(packed((entry("good"), b""), (entry(name), b"")), tmp_path)
    assert "which is no path in a folder" in message


@pytest.mark.parametrize(
    "kind",
    [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK, stat.S_IFDIR],
    ids=oct,
)
def test_what_is_no_file(tmp_path: Path, kind: int) -> None:
    message = refused(packed((entry("link", kind | 0o777), b"/etc/passwd")), tmp_path)
    assert "'link' that is no file" in message


def test_a_folder_that_is_a_link(tmp_path: Path) -> None:
    content = packed((entry("link/", stat.S_IFLNK | 0o777), b""))
    assert "'link' that is no file" in refused(content, tmp_path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "names", [("a", "a"), ("a/b", "a"), ("a", "a/b/c"), ("a/", "a/"), ("a/", "a")], ids=str
)
def test_what_is_there_twice(tmp_path: Path, names: tuple[str, str]) -> None:
    infos = [entry(name, 0) for name in names]
    assert "'a' twice" in refused(packed(*((info, b"") for info in infos)), tmp_path)


def test_too_many_entries(tmp_path: Path) -> None:
    content = packed(*((entry(str(number)), b"") for number in range(11)))
    assert refused(content, tmp_path) == "the archive has 11 entries, more than 10."


def test_a_large_entry_and_a_large_sum(tmp_path: Path) -> None:
    bomb = (entry("bomb", method=zipfile.ZIP_DEFLATED), bytes(10_001))
    assert "larger than allowed with its entry 'bomb'" in refused(packed(bomb), tmp_path / "1")
    halves = [(entry(name, method=zipfile.ZIP_DEFLATED), bytes(8000)) for name in ("a", "b")]
    assert "larger than allowed with its entry 'b'" in refused(packed(*halves), tmp_path / "2")


def test_an_entry_that_is_larger_than_it_says(tmp_path: Path) -> None:
    content = bytearray(packed((entry("bomb", method=zipfile.ZIP_DEFLATED), bytes(9000))))
    directory = content.index(b"PK\1\2")
    struct.pack_into("<I", content, directory + 24, 10)
    with pytest.raises(BadArchive, match="damaged"):
        unpack(BytesIO(content), tmp_path, LIMITS)
    assert (tmp_path / "bomb").stat().st_size <= 10


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_entry_that_is_smaller_than_it_says(tmp_path: Path, method: int) -> None:
    content = bytearray(packed((entry("short", method=method), b"123")))
    directory = content.index(b"PK\1\2")
    struct.pack_into("<I", content, directory + 24, 9000)
    with pytest.raises(BadArchive, match="damaged"):
        unpack(BytesIO(content), tmp_path, LIMITS)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_compression(tmp_path: Path, method: int) -> None:
    content = packed((entry("a", method=method), b"1"))
    assert "compressed in a way" in refused(content, tmp_path)


def test_an_encrypted_entry(tmp_path: Path) -> None:
    content = bytearray(packed((entry("a"), b"1")))
    content[content.index(b"PK\1\2") + 8] |= 1
    assert "encrypted entry, 'a'" in refused(bytes(content), tmp_path)


def test_another_name_at_the_content(tmp_path: Path) -> None:
    content = packed((entry("abc"), b"1")).replace(b"abc", b"../", 1)
    with pytest.raises(BadArchive, match="damaged"):
        unpack(BytesIO(content), tmp_path, LIMITS)


@pytest.mark.parametrize("content", [b"", b"no zip", packed((entry("a"), b"1" * 99))[:-10]])
def test_what_is_no_archive(tmp_path: Path, content: bytes) -> None:
    assert "damaged" in refused(content, tmp_path)


def test_another_content(tmp_path: Path) -> None:
    content = packed((entry("a"), b"right")).replace(b"right", b"wrong")
    with pytest.raises(BadArchive, match="damaged"):
        unpack(BytesIO(content), tmp_path, LIMITS)


def test_a_folder_that_cannot_be_filled(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("in the way")
    with pytest.raises(FlowcError, match="cannot be filled: File exists"):
        unpack(BytesIO(packed((entry("a"), b"1"))), tmp_path, LIMITS)
