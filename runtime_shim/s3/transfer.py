"""Moves objects between a bucket and the disk, many at a time, and large ones in pieces."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, TypeVar

from runtime_shim import parallel
from runtime_shim.s3.errors import translated
from runtime_shim.s3.objects import USER_METADATA, RangeInfo

if TYPE_CHECKING:
    from obstore import GetResult
    from obstore.store import S3Store

Item = TypeVar("Item")
Result = TypeVar("Result")

_WORKERS = int(os.environ.get("METAFLOW_S3_WORKER_COUNT", 64))
_PIECE = 16 * 2**20
_PART = 8 * 2**20
_PARTS = 9000
"""S3 takes 10,000 parts of an object."""


@dataclass(frozen=True)
class Located:
    """An object by its bucket and key."""

    bucket: S3Store
    key: str
    url: str


@dataclass(frozen=True)
class Facts:
    """What S3 tells of an object."""

    size: int
    content_type: Optional[str]
    metadata: Any
    range_info: RangeInfo
    last_modified: float


def in_parallel(function: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
    """As `runtime_shim.parallel` has it, with as many threads as the user allows."""
    return parallel.in_parallel(function, items, _WORKERS)


def facts(located: Located) -> Facts:
    """What is known of an object, without its content."""
    import obstore

    with translated(located.url):
        return _facts(obstore.get(located.bucket, located.key, options={"head": True}))


def download(located: Located, part: Any, target: Path) -> Facts:
    """Writes an object to a file; `part` is a range as obstore takes it, or None for all."""
    import obstore

    with translated(located.url):
        options: Any = {} if part is None else {"range": part}
        found = obstore.get(located.bucket, located.key, options=options)
        start, end = found.range
        with target.open("wb") as file:
            if end - start > 2 * _PIECE:
                file.truncate(end - start)
            else:
                for chunk in found.stream():
                    file.write(chunk)
        if end - start > 2 * _PIECE:
            _download_pieces(located, target, start, end, found.meta["e_tag"])
        return _facts(found)


def _download_pieces(
    located: Located, target: Path, start: int, end: int, e_tag: Optional[str]
) -> None:
    """All pieces are of the same version of the object."""
    import obstore

    def fetch(offset: int) -> None:
        options: Any = {"range": (offset, min(offset + _PIECE, end)), "if_match": e_tag}
        found = obstore.get(located.bucket, located.key, options=options)
        with target.open("r+b") as file:
            file.seek(offset - start)
            for chunk in found.stream():
                file.write(chunk)

    in_parallel(fetch, range(start, end, _PIECE))


def upload(located: Located, content: Any, attributes: Any) -> None:
    """Stores bytes, a file that is open, or the file of a `Path`."""
    import obstore

    size = content.stat().st_size if isinstance(content, Path) else 0
    with translated(located.url):
        obstore.put(
            located.bucket,
            located.key,
            content,
            attributes=attributes,
            chunk_size=max(_PART, -(-size // _PARTS)),
        )


def listed(folder: Located, recursive: bool) -> list[tuple[str, Optional[int]]]:
    """The keys in a folder with their sizes; with the next level only, folders without one."""
    import obstore

    with translated(folder.url):
        if recursive:
            found = obstore.list(folder.bucket, folder.key).collect()
            return [(meta["path"], meta["size"]) for meta in found]
        level = obstore.list_with_delimiter(folder.bucket, folder.key)
        objects = [(meta["path"], meta["size"]) for meta in level["objects"]]
        return [*objects, *((f"{prefix}/", None) for prefix in level["common_prefixes"])]


def _facts(found: GetResult) -> Facts:
    attributes, meta = found.attributes, found.meta
    start, end = found.range
    user = attributes.get(USER_METADATA)
    return Facts(
        size=meta["size"],
        content_type=attributes.get("Content-Type"),
        metadata=None if user is None else json.loads(user),
        range_info=RangeInfo(meta["size"], start, end - start),
        last_modified=meta["last_modified"].timestamp(),
    )
