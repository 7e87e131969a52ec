"""Puts a code package into a datastore."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

from compiler.package.archive import PIECE, Changed
from compiler.package.code_package import CodePackage
from runtime_shim.contract import package_key
from runtime_shim.store import Store


def upload(package: CodePackage, store: Store) -> bool:
    """Stores the zip under its key unless it is there already, and tells whether it did.

    Raises `Changed` where the files are no longer those that the digest is of, before
    anything is stored: what a key holds is never replaced. Raises `FlowcError` and `OSError`.
    """
    key = package_key(package.flow, package.sha256)
    if store.exists(key):
        return False
    digest = hashlib.sha256()
    with TemporaryFile() as file:
        for piece in package.pieces():
            digest.update(piece)
            file.write(piece)
        if digest.hexdigest() != package.sha256:
            raise Changed(package.flow)
        file.seek(0)
        return store.add(key, _pieces(file))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
