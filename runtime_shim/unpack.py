"""Unpacks a zip that came from outside into an empty folder, or refuses it."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Union

from runtime_shim.errors import FlowcError

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

    from runtime_shim.store import Store

_PIECE = 1 << 20
_UNFIT = re.compile(r"[\\\0-\x1f\x7f]|^/|^[A-Za-z]:")
"""Another system's separator, a drive, an absolute path, and what no file should be called."""


class BadArchive(FlowcError):
    """The archive is refused; what it held so far may have been unpacked."""


@dataclass(frozen=True)
class Limits:
    """The most that an archive may unpack to. Sizes are in bytes."""

    entries: int
    entry_bytes: int
    total_bytes: int


def fetch_archive(store: Store, key: str, folder: Path) -> BinaryIO:
    """The content of a key, in a file without a name on the disk of a folder.

    Raises `Missing`, and `FlowcError` where it cannot be had or the disk cannot take it.
    """
    from tempfile import TemporaryFile

    try:
        file: BinaryIO = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by whoever gets it
        try:
            store.read_into(key, file)
            file.seek(0)
        except BaseException:
            file.close()
            raise
    except OSError as error:
        raise FlowcError(f"{folder} cannot be filled: {error.strerror or error}.") from error
    return file


def unpack(archive: Union[Path, BinaryIO], folder: Path, limits: Limits) -> None:
    """Puts the files of an archive into an empty folder, executable ones as 0755, others as 0644.

    Raises `BadArchive` before it writes anything for an entry that would not be a file or a
    folder below `folder`, for one that is there twice, and for more than the limits allow. What
    an entry really unpacks to is counted, too: it is as long as the archive says.
    """
    import zlib
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(archive) as opened:
            entries = opened.infolist()
            _check(entries, limits)
            for entry in entries:
                _extract(opened, entry, folder)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise BadArchive(f"the archive is damaged: {error}.") from None
    except OSError as error:
        raise FlowcError(f"{folder} cannot be filled: {error.strerror or error}.") from error


def _check(entries: list[ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise BadArchive(f"the archive has {len(entries)} entries, more than {limits.entries}.")
    total = 0
    files: set[str] = set()
    folders: set[str] = set()
    for entry in entries:
        name = _name(entry)
        total += entry.file_size
        if entry.file_size > limits.entry_bytes or total > limits.total_bytes:
            raise BadArchive(f"the archive is larger than allowed with its entry {name!r}.")
        if name in files or (_is_folder(entry) and name in folders):
            raise BadArchive(f"the archive has {name!r} twice.")
        if not _is_folder(entry):
            files.add(name)
        parts = name.split("/")
        folders.update("/".join(parts[:end]) for end in range(1, len(parts) + _is_folder(entry)))
    both = sorted(files & folders)
    if both:
        raise BadArchive(f"the archive has {both[0]!r} twice, as a file and as a folder.")


def _is_folder(entry: ZipInfo) -> bool:
    return entry.orig_filename.endswith("/")


def _name(entry: ZipInfo) -> str:
    """The name without the slash of a folder's; raises for an entry that is not to be."""
    # What `zipfile` calls `filename` ends at the first NUL and has other separators replaced.
    name = entry.orig_filename
    if _is_folder(entry):
        name = name[:-1]
    if _UNFIT.search(name) or any(part in ("", ".", "..") for part in name.split("/")):
        raise BadArchive(f"the archive has an entry {name!r}, which is no path in a folder.")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFDIR if _is_folder(entry) else stat.S_IFREG):
        raise BadArchive(f"the archive has an entry {name!r} that is no file: a link, or a device.")
    if entry.flag_bits & 0x1:
        raise BadArchive(f"the archive has an encrypted entry, {name!r}.")
    if entry.compress_type not in (0, 8):  # stored, deflated
        raise BadArchive(f"the archive has {name!r} compressed in a way that is not allowed.")
    return name


def _extract(opened: ZipFile, entry: ZipInfo, folder: Path) -> None:
    target = os.path.join(folder, entry.filename)  # noqa: PTH118 - for each of many files
    if _is_folder(entry):
        os.makedirs(target, exist_ok=True)  # noqa: PTH103
        return
    mode = 0o755 if entry.external_attr >> 16 & 0o100 else 0o644
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        descriptor = os.open(target, flags, mode)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
        descriptor = os.open(target, flags, mode)
    left = entry.file_size
    with open(descriptor, "wb", buffering=0) as file, opened.open(entry) as content:  # noqa: PTH123
        while left:
            piece = content.read(min(left, _PIECE))
            if not piece:
                raise BadArchive(f"the archive is damaged: {entry.filename!r} is cut off.")
            file.write(piece)
            left -= len(piece)
        content.read(1)  # has its checksum compared
