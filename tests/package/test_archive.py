from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from compiler.package.archive import PIECE, Changed, Entry, archive


def packed(*entries: Entry) -> bytes:
    return b"".join(archive(entries))


def test_zipfile_reads_it(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(range(256)) * (PIECE // 100))
    content = packed(
        Entry("a/größe.txt", b"text"),
        Entry("empty", b""),
        Entry("large", tmp_path / "large"),
        Entry("run.sh", b"#!/bin/sh", executable=True),
    )
    with zipfile.ZipFile(BytesIO(content)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == ["a/größe.txt", "empty", "large", "run.sh"]
        assert opened.read("large") == (tmp_path / "large").read_bytes()
        infos = opened.infolist()
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert [oct(info.external_attr >> 16) for info in infos] == ["0o100644"] * 3 + ["0o100755"]
    assert {(info.compress_type, info.extra, info.comment) for info in infos} == {(0, b"", b"")}


def test_an_archive_of_nothing() -> None:
    assert zipfile.ZipFile(BytesIO(packed())).namelist() == []


def test_the_bytes_stay_what_they_are() -> None:
    """Documents that are deployed name them."""
    digest = hashlib.sha256(packed(Entry("a.py", b"A = 1\n"), Entry("ä/b", b"", executable=True)))
    assert digest.hexdigest() == "e442d11f97c7ab28e84deb3fabbde9982e3aaaad58dde293a69057fa5494d051"


def test_a_file_of_which_only_a_piece_is_in_memory(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(20 * PIECE)
    sizes = [len(piece) for piece in archive([Entry("large", tmp_path / "large")])]
    assert max(sizes) < 2 * PIECE
    assert sum(sizes) > 20 * PIECE


@pytest.mark.parametrize("change", [b"x", b""], ids=["written", "cut"])
def test_a_file_that_changes_meanwhile(tmp_path: Path, change: bytes) -> None:
    file = tmp_path / "large"
    file.write_bytes(bytes(3 * PIECE))
    pieces = archive([Entry("large", file)])
    next(pieces)
    file.write_bytes(change * 3 * PIECE)
    with pytest.raises(Changed):
        list(pieces)
