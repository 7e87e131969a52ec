"""Environments in the datastore: what one task made, the tasks after it only unpack."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from runtime_shim import contract
from runtime_shim.store import Buffer, Missing, Store
from runtime_shim.unpack import BadArchive, Limits, fetch_archive, unpack

LIMITS = Limits(entries=1_000_000, entry_bytes=1 << 36, total_bytes=1 << 37)
"""An environment is made by the runtime itself; more than this is none."""
_PIECE = 8 << 20
_LEVEL = 1
"""Of compression: native libraries halve, and more effort gains little."""
_TIME = (1980, 1, 1, 0, 0, 0)


def files_in(folder: Path) -> Iterator[str]:
    """The files in an environment, by their paths in it; neither links nor folders."""
    for path, _, names in os.walk(folder):
        for name in names:
            file = os.path.join(path, name)  # noqa: PTH118 - for each of many files
            if stat.S_ISREG(os.lstat(file).st_mode):
                yield os.path.relpath(file, folder)


def fetch(store: Store, flow: str, name: str, folder: Path, bare: AbstractSet[str]) -> bool:
    """Adds the packages of a kept environment to one without; false where none is kept.

    `bare` is what the one without has. One that is damaged is kept no longer.
    """
    key = contract.environment_key(flow, name)
    try:
        with fetch_archive(store, key, folder.parent) as archive:
            unpack(archive, folder, LIMITS)
    except Missing:
        return False
    except BadArchive:
        # Half of a package must not pass for one that is installed.
        for file in set(files_in(folder)) - bare:
            (folder / file).unlink()
        store.delete(key)
        return False
    return True


def keep(store: Store, flow: str, name: str, folder: Path, files: Iterator[str]) -> None:
    """Keeps files of an environment, unless that is kept already."""
    key = contract.environment_key(flow, name)
    if store.exists(key):
        return
    with TemporaryFile() as archive:
        _pack(folder, files, archive)
        archive.seek(0)
        store.add(key, _pieces(archive))


def _pack(folder: Path, files: Iterator[str], archive: IO[bytes]) -> None:
    from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

    with ZipFile(archive, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as writing:
        for name in sorted(files):
            entry = ZipInfo(name, _TIME)
            entry.compress_type = ZIP_DEFLATED
            facts = (folder / name).stat()
            entry.external_attr = facts.st_mode << 16
            entry.file_size = facts.st_size
            with (folder / name).open("rb") as source, writing.open(entry, "w") as target:
                for piece in _pieces(source):
                    target.write(piece)


def _pieces(file: IO[bytes]) -> Iterator[Buffer]:
    while True:
        piece = file.read(_PIECE)
        if not piece:
            return
        yield piece
