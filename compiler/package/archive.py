"""The zip of a code package, byte for byte the same wherever it is made.

Written here and not by `zipfile`: its bytes are what a compiled document names, so they may
not change with the Python that flowc runs on. The form is the plainest that APPNOTE.TXT of
PKWARE has: entries are stored, as deflated bytes would depend on the version of zlib; all
have the earliest time of the format, and no extra fields.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_IFREG
from zlib import crc32

PIECE = 1 << 20
_VERSION = 20
_MADE_ON_UNIX = 3 << 8 | _VERSION
_UTF8_NAME = 1 << 11
_STORED = 0
_TIME, _DATE = 0, 1 << 5 | 1
"""Midnight of 1980-01-01."""


class Changed(Exception):
    """A file was changed while it was packed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an archive has under a name: the bytes, or a file that holds them."""

    name: str
    content: bytes | Path
    executable: bool = False


def archive(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The bytes of the zip, in pieces of at most some MB; entries come in the order given.

    Raises `OSError` for a file that cannot be read, `Changed` for one that is written to. The
    entries and their bytes have to be within what a zip without extensions can have.
    """
    directory = bytearray()
    count = offset = 0
    for entry in entries:
        name = entry.name.encode()
        size, checksum, head = _measured(entry.content)
        shared = struct.pack(
            "<HHHHHIIIHH", _VERSION, _UTF8_NAME, _STORED, _TIME, _DATE, checksum, size, size,
            len(name), 0,
        )  # fmt: skip
        mode = S_IFREG | (0o755 if entry.executable else 0o644)
        directory += struct.pack("<4sH", b"PK\1\2", _MADE_ON_UNIX) + shared
        directory += struct.pack("<HHHII", 0, 0, 0, mode << 16, offset) + name
        yield b"PK\3\4" + shared + name + head
        if len(head) < size:
            assert isinstance(entry.content, Path), "bytes are whole"
            yield from _rest(entry.content, len(head), size, checksum, head)
        offset += 30 + len(name) + size
        count += 1
    yield bytes(directory) + struct.pack(
        "<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(directory), offset, 0
    )


def _measured(content: bytes | Path) -> tuple[int, int, bytes]:
    """The size, the checksum, and the first piece, which for most files is all."""
    if isinstance(content, bytes):
        return len(content), crc32(content), content
    with open(content, "rb", buffering=0) as file:  # noqa: PTH123 - for each of many files
        head = file.read(PIECE)
        size, checksum = len(head), crc32(head)
        while piece := file.read(PIECE):
            size += len(piece)
            checksum = crc32(piece, checksum)
    return size, checksum, head


def _rest(path: Path, start: int, size: int, checksum: int, head: bytes) -> Iterator[bytes]:
    """What comes after the first piece, read again: a large file is never in memory whole."""
    seen = crc32(head)
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        while start < size:
            piece = file.read(min(PIECE, size - start))
            if not piece:
                break
            start += len(piece)
            seen = crc32(piece, seen)
            yield piece
    if seen != checksum:
        raise Changed(path)
