"""Moves the content of objects, large ones in pieces, several at a time.

What is in memory at once beside the object itself is some pieces: an upload sends slices of
the memory that it is given, a download fills memory that it has reserved.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO, Optional

from runtime_shim.parallel import in_parallel
from runtime_shim.store import Buffer
from runtime_shim.store.failures import may_be_written

if TYPE_CHECKING:
    from obstore import ObjectMeta
    from obstore.store import ObjectStore

LARGE = 16 << 20
"""Bytes above which an object is moved in pieces."""
_PART = 16 << 20
"""Bytes of a piece that is uploaded. S3 takes 10,000 of them: 160 GB."""
_PIECE = 16 << 20
"""Bytes of a piece that is downloaded."""
_WORKERS = 8


def fetch(bucket: ObjectStore, key: str, size: Optional[int]) -> Buffer:
    """The content of an object, of which the caller may know the size."""
    import obstore

    if size is None or size <= LARGE:
        found = obstore.get(bucket, key)
        if found.meta["size"] <= LARGE:
            return bytearray(found.bytes())
        meta = found.meta
    else:
        meta = obstore.head(bucket, key)
    content = reserved(meta["size"])

    def put(start: int, piece: memoryview) -> None:
        content[start : start + len(piece)] = piece

    _in_pieces(bucket, key, meta, put)
    return content


def fetch_into(bucket: ObjectStore, key: str, file: BinaryIO) -> None:
    """Makes a file hold the content of an object, whatever it held before."""
    import obstore

    file.seek(0)
    file.truncate()
    found = obstore.get(bucket, key)
    if found.meta["size"] <= LARGE:
        file.write(memoryview(found.bytes()))
        return
    descriptor = file.fileno()

    def put(start: int, piece: memoryview) -> None:
        while piece:
            count = os.pwrite(descriptor, piece, start)
            start, piece = start + count, piece[count:]

    _in_pieces(bucket, key, found.meta, put)


def _in_pieces(
    bucket: ObjectStore, key: str, meta: ObjectMeta, put: Callable[[int, memoryview], None]
) -> None:
    """Hands over pieces, all of the same version of the object, and where each begins."""
    import obstore

    size = meta["size"]

    def move(start: int) -> None:
        ends: Any = {"range": (start, min(start + _PIECE, size)), "if_match": meta["e_tag"]}
        put(start, memoryview(obstore.get(bucket, key, options=ends).bytes()))

    in_parallel(move, range(0, size, _PIECE), _WORKERS)


def reserved(size: int) -> memoryview:
    """Memory of a process's own, of which the system gives it what it writes to."""
    if size == 0:
        return memoryview(bytearray())
    import mmap

    # Private: what a forked process changes in it, it changes for itself.
    return memoryview(mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS))


def begun(content: Iterable[Buffer]) -> tuple[bytes, Optional[Iterable[Buffer]]]:
    """The whole content, or none of it and its pieces where it is large.

    They are a sequence, which can be read again, where the content is one.
    """
    pieces: list[Buffer] = []
    rest = iter(content)
    size = 0
    for piece in rest:
        pieces.append(piece)
        size += len(piece)
        if size > LARGE:
            return b"", content if isinstance(content, Sequence) else chain(pieces, rest)
    return b"".join(pieces), None


def described(bucket: ObjectStore, key: str) -> Optional[ObjectMeta]:
    """What the store tells of an object; None where there is none."""
    import obstore

    try:
        return obstore.head(bucket, key)
    except FileNotFoundError:
        return None


def upload(bucket: ObjectStore, key: str, content: Iterable[Buffer], *, is_new: bool) -> None:
    """Stores pieces as one object; `is_new` where there was none before that it replaces.

    The answer to the request that puts the parts together may get lost on the way. obstore then
    repeats it, or gives the upload up, and where the store knows no such upload any more it
    tells that alone: whether the object was written is seen by looking at it.
    """
    import obstore
    from obstore.exceptions import BaseError

    before = None if is_new else _seen(bucket, key)
    size: Optional[int] = None

    def parts() -> Iterator[Buffer]:
        nonlocal size
        sent = 0
        for part in _parts(content):
            sent += len(part)
            yield part
        size = sent

    try:
        obstore.put(
            bucket,
            key,
            parts(),
            use_multipart=True,
            chunk_size=_PART,
            max_concurrency=_WORKERS,
        )
    except (BaseError, FileNotFoundError) as error:
        if not may_be_written(error):
            raise
        now = _seen(bucket, key)
        if now is None or now == before or now["size"] != size:
            raise


def _seen(bucket: ObjectStore, key: str) -> Optional[ObjectMeta]:
    """What may be seen of an object: who may write may not always read as well."""
    from obstore.exceptions import PermissionDeniedError

    try:
        return described(bucket, key)
    except PermissionDeniedError:
        return None


def _parts(content: Iterable[Buffer]) -> Iterator[Buffer]:
    """The same bytes in parts of one size; what is large enough is cut, not copied."""
    begun = bytearray()
    for piece in content:
        view = memoryview(piece)
        while view:
            missing = _PART - len(begun)
            part, view = view[:missing], view[missing:]
            if not begun and len(part) == _PART:
                yield part
                continue
            begun += part
            if len(begun) == _PART:
                yield begun
                begun = bytearray()
    if begun:
        yield begun
